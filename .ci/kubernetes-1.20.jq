# Makes objects of today readable for a control plane of 1.20, the newest that can be had where nothing but packages can
# be fetched (docker/airgap/kubernetes). It renames API versions and leaves out fields that came later, by name; it
# writes out the one default that 1.20 wants to be told, and changes nothing else. Whatever else 1.20 does not know is refused.
#
# Each object in, {object, changes: [text]} out. Objects of other groups, the operators', stay as they are.

def renamed: {
  "policy/v1": "policy/v1beta1",
  "autoscaling/v2": "autoscaling/v2beta2",
  "batch/v1 CronJob": "batch/v1beta1"
};

# Kind (or any), the end of the path, and the version of Kubernetes that brought the field.
def later: [
  ["PodDisruptionBudget", "spec.unhealthyPodEvictionPolicy", "1.26"],
  ["StatefulSet", "spec.minReadySeconds", "1.22"],
  ["StatefulSet", "spec.ordinals", "1.26"],
  ["any", "topologySpreadConstraints[].nodeTaintsPolicy", "1.25"],
  ["any", "topologySpreadConstraints[].matchLabelKeys", "1.25"],
  # With the only thing that is done there the whole hook goes.
  ["any", "lifecycle.preStop.sleep", "1.29"]
];

def own: .apiVersion | test("^(v1|apps/|batch/|autoscaling/|policy/|(networking|scheduling|rbac.authorization|storage).k8s.io/)");
def name: map(if type == "number" then "[]" else "." + . end) | join("") | ltrimstr(".");

if own | not then {object: ., changes: []}
else
  .kind as $kind | .apiVersion as $today
  | (renamed["\($today) \($kind)"] // renamed[$today]) as $before
  | [paths as $path | ($path | name) as $name
      | later[] as [$of, $field, $since]
      | select(($of == $kind or $of == "any") and ($name == $field or ($name | endswith("." + $field))))
      | {path: (if $field | endswith("preStop.sleep") then $path[:-1] else $path end), $field, $since}] as $dropped
  # Applying on the server needs what tells two ports apart; defaults come later there.
  | (.kind == "Service" and any(.spec.ports[]; .protocol == null)) as $silent
  | {object: (delpaths([$dropped[].path]) | if $silent then .spec.ports[].protocol //= "TCP" else . end | if $before then .apiVersion = $before else . end),
     changes: ([if $silent then "with spec.ports[].protocol, the default" else empty end,
       if $before then "\($today) as \($before)" else empty end]
       + [$dropped[] | "without \(.field) (since \(.since))"] | unique)}
end
