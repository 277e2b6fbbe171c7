package io.everstore.deployment;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.everstore.deployment.certmanager.Certificate;
import io.everstore.deployment.certmanager.Issuer;
import io.everstore.deployment.chaosmesh.IOChaos;
import io.everstore.deployment.chaosmesh.NetworkChaos;
import io.everstore.deployment.chaosmesh.TimeChaos;
import io.everstore.deployment.cloudnativepg.Cluster;
import io.everstore.deployment.cloudnativepg.Database;
import io.everstore.deployment.cloudnativepg.ObjectStore;
import io.everstore.deployment.cloudnativepg.ScheduledBackup;
import io.everstore.deployment.envoygateway.EnvoyProxy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The types of objects that the manifests may have; another one is a mistake, or is to be added.
 */
final class Kinds {

    private static final String CNPG = "postgresql.cnpg.io/v1/";
    private static final String KAFKA = "kafka.strimzi.io/v1/";
    private static final String GATEWAY = "gateway.networking.k8s.io/v1/";
    private static final String MONITORING = "monitoring.coreos.com/v1/";
    private static final String CHAOS = "chaos-mesh.org/v1alpha1/";

    private static final Map<String, Class<?>> MODELS =
            Map.ofEntries(
                    entry("v1/Namespace", Namespace.class),
                    entry("v1/ConfigMap", ConfigMap.class),
                    entry("v1/Service", Service.class),
                    entry("v1/ServiceAccount", ServiceAccount.class),
                    entry("apps/v1/Deployment", Deployment.class),
                    entry("apps/v1/StatefulSet", StatefulSet.class),
                    entry("batch/v1/Job", Job.class),
                    entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
                    entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
                    entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
                    entry("scheduling.k8s.io/v1/PriorityClass", PriorityClass.class),
                    entry(GATEWAY + "Gateway", Gateway.class),
                    entry(GATEWAY + "HTTPRoute", HTTPRoute.class),
                    entry(GATEWAY + "BackendTLSPolicy", BackendTLSPolicy.class),
                    entry("gateway.envoyproxy.io/v1alpha1/EnvoyProxy", EnvoyProxy.class),
                    entry("cert-manager.io/v1/Issuer", Issuer.class),
                    entry("cert-manager.io/v1/Certificate", Certificate.class),
                    entry(MONITORING + "ServiceMonitor", ServiceMonitor.class),
                    entry(MONITORING + "PodMonitor", PodMonitor.class),
                    entry(MONITORING + "PrometheusRule", PrometheusRule.class),
                    entry(KAFKA + "Kafka", Kafka.class),
                    entry(KAFKA + "KafkaNodePool", KafkaNodePool.class),
                    entry(KAFKA + "KafkaTopic", KafkaTopic.class),
                    entry(CNPG + "Cluster", Cluster.class),
                    entry(CNPG + "Database", Database.class),
                    entry(CNPG + "ScheduledBackup", ScheduledBackup.class),
                    entry("barmancloud.cnpg.io/v1/ObjectStore", ObjectStore.class),
                    entry(CHAOS + "NetworkChaos", NetworkChaos.class),
                    entry(CHAOS + "IOChaos", IOChaos.class),
                    entry(CHAOS + "TimeChaos", TimeChaos.class));

    private interface Check {
        void accept(com.google.gson.JsonElement object) throws IOException;
    }

    /** Those of Kubernetes itself, which say what is missing. */
    private static final Map<String, Check> OFFICIAL =
            Map.ofEntries(
                    entry("Namespace", V1Namespace::validateJsonElement),
                    entry("ConfigMap", V1ConfigMap::validateJsonElement),
                    entry("Service", V1Service::validateJsonElement),
                    entry("ServiceAccount", V1ServiceAccount::validateJsonElement),
                    entry("Deployment", V1Deployment::validateJsonElement),
                    entry("StatefulSet", V1StatefulSet::validateJsonElement),
                    entry("Job", V1Job::validateJsonElement),
                    entry(
                            "HorizontalPodAutoscaler",
                            V2HorizontalPodAutoscaler::validateJsonElement),
                    entry("PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
                    entry("NetworkPolicy", V1NetworkPolicy::validateJsonElement),
                    entry("PriorityClass", V1PriorityClass::validateJsonElement));

    private Kinds() {}

    static String of(JsonNode document) {
        return document.path("apiVersion").asText() + "/" + document.path("kind").asText();
    }

    static Class<?> model(JsonNode document) {
        return Optional.<Class<?>>ofNullable(MODELS.get(of(document)))
                .orElseThrow(() -> new IllegalArgumentException("unknown kind " + of(document)));
    }

    /** Refuses what the API server would refuse, as far as the types say. */
    static void check(JsonNode document) throws IOException {
        Object _ = StrictYaml.as(model(document), document);
        Check official = OFFICIAL.get(document.path("kind").asText());
        if (official != null) {
            official.accept(com.google.gson.JsonParser.parseString(document.toString()));
        }
    }
}
