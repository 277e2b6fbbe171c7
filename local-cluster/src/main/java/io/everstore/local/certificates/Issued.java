package io.everstore.local.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key. */
record Issued(X509Certificate certificate, PrivateKey key) {}
