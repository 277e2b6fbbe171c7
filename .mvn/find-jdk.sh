# Sourced by ./mvnw and ./everstore: exports JAVA_HOME for the first JDK 25 or newer that it finds.
# Order: JAVA_HOME, the java on the PATH, then the usual places of Linux packages, SDKMAN, asdf,
# mise and macOS. Everstore builds and runs on 25 whatever `java` is the machine's default.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${major:-0}" -ge 25 ]
}

find_jdk() {
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(readlink -f "$on_path" 2>/dev/null || true)
  for home in "${JAVA_HOME-}" "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_jdk); then
  echo "Everstore needs a JDK 25: none is in JAVA_HOME, on the PATH or in the usual places; install one (for example 'sdk install java 25-tem' or the package temurin-25-jdk) and run this again." >&2
  exit 1
fi
export JAVA_HOME
