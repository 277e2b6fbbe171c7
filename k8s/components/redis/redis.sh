#!/bin/sh
# Starts one Redis server, as the follower of whomever the Sentinels have elected meanwhile.
set -eu
. /scripts/primary.sh
self=$(address "$HOSTNAME")
leader=$(primary)
follow=
[ "$leader" = "$self" ] || follow="--replicaof $leader 6379"
# The log keeps a restarted primary from replicating an empty data set. 128 MiB of pages: more is the database's.
# Protected mode would refuse whoever has no password; who may connect is said by the network policies.
# shellcheck disable=SC2086
exec redis-server --port 6379 --dir /data --protected-mode no \
  --replica-announce-ip "$self" --replica-announce-port 6379 \
  --appendonly yes --save '' --repl-diskless-sync-delay 0 --repl-timeout 5 \
  --maxmemory 128mb --maxmemory-policy allkeys-lru $follow
