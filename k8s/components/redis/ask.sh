#!/bin/sh
# redis-cli over TLS, with the certificate of this pod. Compares the authority, not the name.
exec redis-cli --tls --cert /run/certificates/tls.crt --key /run/certificates/tls.key --cacert /run/certificates/ca.crt "$@"
