#!/bin/sh
# Starts one Redis server, as the follower of whomever the Sentinels have elected meanwhile.
set -eu
. /scripts/primary.sh
leader=$(primary)
follow=
[ "$leader" = "$HOSTNAME" ] || follow="--replicaof $leader 6379"
# Over TLS and nothing else, and only for who shows a certificate of the authority. It is read at the start.
# The log keeps a restarted primary from replicating an empty data set. 128 MiB of pages: more is the database's.
# Protected mode would refuse whoever has no password; who may connect is said by the network policies.
# shellcheck disable=SC2086
exec redis-server --port 0 --tls-port 6379 --tls-replication yes --tls-auth-clients yes \
  --tls-cert-file /run/certificates/tls.crt --tls-key-file /run/certificates/tls.key \
  --tls-ca-cert-file /run/certificates/ca.crt --dir /data --protected-mode no \
  --replica-announce-ip "$HOSTNAME" --replica-announce-port 6379 \
  --appendonly yes --save '' --repl-diskless-sync-delay 0 --repl-timeout 5 \
  --maxmemory 128mb --maxmemory-policy allkeys-lru $follow
