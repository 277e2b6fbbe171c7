#!/bin/sh
# Starts one Sentinel. It keeps what it knows in its file, on a volume: one that forgot who it is would be counted twice.
set -eu
. /scripts/primary.sh
conf=/data/sentinel.conf
if [ ! -s "$conf" ]; then
  # Names, for certificates have names: those of Services, which outlive their pods. docs/decisions/0011 tells the rest.
  # Two of three must agree. 2 s of silence: the shop does without Redis, so a failover for nothing is worse than a late one.
  cat > "$conf.new" <<EOF
port 0
tls-port 26379
tls-replication yes
tls-auth-clients yes
tls-cert-file /run/certificates/tls.crt
tls-key-file /run/certificates/tls.key
tls-ca-cert-file /run/certificates/ca.crt
dir /data
protected-mode no
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $HOSTNAME
sentinel announce-port 26379
sentinel monitor everstore $(primary) 6379 2
sentinel down-after-milliseconds everstore 2000
sentinel failover-timeout everstore 10000
sentinel parallel-syncs everstore 1
EOF
  mv "$conf.new" "$conf"
fi
exec redis-sentinel "$conf"
