#!/bin/sh
# Starts one Sentinel. It keeps what it knows in its file, on a volume: one that forgot who it is would be counted twice.
set -eu
. /scripts/primary.sh
conf=/data/sentinel.conf
if [ ! -s "$conf" ]; then
  # Two of three must agree. 2 s of silence: the shop does without Redis, so a failover for nothing is worse than a late one.
  cat > "$conf.new" <<EOF
port 26379
dir /data
protected-mode no
sentinel announce-ip $(address "$HOSTNAME")
sentinel announce-port 26379
sentinel monitor everstore $(primary) 6379 2
sentinel down-after-milliseconds everstore 2000
sentinel failover-timeout everstore 10000
sentinel parallel-syncs everstore 1
EOF
  mv "$conf.new" "$conf"
fi
exec redis-sentinel "$conf"
