package io.everstore.local.certificates;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Two sides on this machine, as the JDK's TLS sees them; both have to show a certificate. */
final class Handshake {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final char[] NONE = new char[0];

    private Handshake() {}

    /**
     * Shakes hands and says one byte each way.
     *
     * @param called the name that the client calls the server by
     * @throws IOException as the client sees it, if one of them does not believe the other
     */
    static void shake(Authority believed, Issued server, @Nullable Issued client, String called)
            throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        try (var listening =
                (SSLServerSocket)
                        context(believed, server)
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, loopback)) {
            listening.setNeedClientAuth(true);
            var answering = new FutureTask<Void>(() -> answer(listening));
            Thread.ofVirtual().start(answering);
            var plain = new java.net.Socket(loopback, listening.getLocalPort());
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (var socket =
                    (SSLSocket)
                            context(believed, client)
                                    .getSocketFactory()
                                    .createSocket(plain, called, listening.getLocalPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.getOutputStream().write(1);
                if (socket.getInputStream().read() != 2) {
                    throw new IOException("closed without an answer");
                }
            }
            answering.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static Void answer(SSLServerSocket listening) throws IOException {
        try (var socket = listening.accept()) {
            if (socket.getInputStream().read() == 1) {
                socket.getOutputStream().write(2);
            }
        }
        return null;
    }

    private static SSLContext context(Authority believed, @Nullable Issued own)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NONE);
        trusted.setCertificateEntry("ca", believed.self().certificate());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : shown(own), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] shown(Issued own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NONE);
        store.setKeyEntry("node", own.key(), NONE, new X509Certificate[] {own.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NONE);
        return keys.getKeyManagers();
    }
}
