# Sourced by the others. Who is the primary: what most of the Sentinels that answer say, else redis-1.
primary() {
  elected=$(for i in 1 2 3; do
    [ "sentinel-$i" = "$HOSTNAME" ] || timeout 2 /bin/sh /scripts/ask.sh -h "sentinel-$i" -p 26379 \
      sentinel get-master-addr-by-name everstore 2>/dev/null | head -n 1
  done | grep -E '^redis-[0-9]+$' | sort | uniq -c | sort -rn | awk '{ print $2; exit }')
  echo "${elected:-redis-1}"
}
