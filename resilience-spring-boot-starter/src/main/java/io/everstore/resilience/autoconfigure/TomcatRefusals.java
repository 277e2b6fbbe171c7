package io.everstore.resilience.autoconfigure;

import static org.springframework.http.HttpStatus.INTERNAL_SERVER_ERROR;

import io.everstore.resilience.Problems;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Makes refusals arrive, and arrive as problems, where it is Tomcat that has to see to it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Tomcat.class, TomcatServletWebServerFactory.class})
class TomcatRefusals {

    private static final Logger log = LoggerFactory.getLogger(TomcatRefusals.class);
    private static final DataSize SWALLOWED = DataSize.ofMegabytes(16);

    /**
     * Most clients write their whole body before they read. Tomcat resets the connection if more
     * than 2 MiB were left unread, and then they never see the 413.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> swallowRefusedBodies() {
        return factory ->
                factory.addConnectorCustomizers(
                        connector ->
                                connector.setProperty("maxSwallowSize", "" + SWALLOWED.toBytes()));
    }

    /** After Boot's customizer, whose valve writes HTML: the last one added is asked first. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatProblems(
            Environment environment, JsonMapper json) {
        String node = HttpAutoConfiguration.nodeIn(environment);
        return factory ->
                factory.addContextCustomizers(
                        context -> add(new ProblemValve(node, json), context));
    }

    /** And tells Tomcat, which would put one of its own before it, that it need not. */
    private static void add(ProblemValve valve, Context application) {
        StandardHost host = (StandardHost) application.getParent();
        host.getPipeline().addValve(valve);
        host.setErrorReportValveClass(ProblemValve.class.getName());
    }

    /**
     * Answers with a problem what Tomcat refuses before it is known which application it is for: a
     * first line, a path or a header that cannot be read. Otherwise that would be a page of HTML,
     * without the name of the instance.
     */
    static final class ProblemValve extends ErrorReportValve {

        private static final String UNREADABLE =
                "The request cannot be read; correct its first line, its path (is it encoded?) or its headers";
        private static final String REFUSED =
                "The request was refused before it reached its handler";

        private final String node;
        private final JsonMapper json;

        ProblemValve(String node, JsonMapper json) {
            this.node = node;
            this.json = json;
        }

        /** Under the same conditions as the inherited one. */
        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            boolean isToReport =
                    response.getStatus() >= HttpStatus.BAD_REQUEST.value()
                            && response.getContentWritten() == 0
                            && response.setErrorReported();
            if (!isToReport || !canBeWrittenTo(response)) {
                return;
            }
            // What cannot be read fails by an exception as well, and that is nobody's fault here.
            if (failure != null && response.getStatus() == INTERNAL_SERVER_ERROR.value()) {
                log.error("Request failed", failure);
            }
            try {
                response.setHeader(ServedByFilter.HEADER, node);
                Problems.write(response, json, problemOf(response.getStatus()));
                response.finishResponse();
            } catch (IOException e) {
                log.debug("Whoever sent what cannot be read did not wait for the answer", e);
            }
        }

        private static boolean canBeWrittenTo(Response response) {
            var isPossible = new AtomicBoolean();
            response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, isPossible);
            return isPossible.get();
        }

        private static ProblemDetail problemOf(int code) {
            HttpStatus status = HttpStatus.resolve(code);
            if (status == null || status == INTERNAL_SERVER_ERROR) {
                return Problems.unexpected();
            }
            boolean isUnreadable = status == HttpStatus.BAD_REQUEST;
            return Problems.ofStatus(status, isUnreadable ? UNREADABLE : REFUSED);
        }
    }
}
