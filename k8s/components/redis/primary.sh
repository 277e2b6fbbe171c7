# Sourced by the others. Who is the primary: what most of the Sentinels that answer say, else redis-1.

# The virtual address of a pod's Service; waits for the cluster's DNS.
address() {
  until ip=$(getent hosts "$1.$NAMESPACE.svc" | awk '{ print $1; exit }') && [ -n "$ip" ]; do
    echo "waiting for the address of $1" >&2
    sleep 1
  done
  echo "$ip"
}

primary() {
  elected=$(for i in 1 2 3; do
    [ "sentinel-$i" = "$HOSTNAME" ] || timeout 2 redis-cli -h "sentinel-$i.$NAMESPACE.svc" -p 26379 \
      sentinel get-master-addr-by-name everstore 2>/dev/null | head -n 1
  done | grep -E '^[0-9a-f.:]+$' | sort | uniq -c | sort -rn | awk '{ print $2; exit }')
  echo "${elected:-$(address redis-1)}"
}
