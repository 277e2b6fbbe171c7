package io.everstore.local.edge;

/**
 * What the JDK's server and client are told by system properties. Both read them once, when the
 * first server or client of the process is made, whoever makes it; so this is called before
 * anything else. Later it would do nothing, and say nothing.
 */
public final class JdkSettings {

    private JdkSettings() {}

    /** To be called first of all. */
    public static void apply() {
        // The edge passes Host on.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        // Less than the gateways' keep-alive of 30 s. As long, and they close what we are using.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
        // Without it the parts of an answer wait for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // What is one too many is closed right after its answer, while the client may be sending
        // its next request: after a crowd that is everybody (the default is 200). Each costs 24 KiB
        // of the launcher's 192 MiB.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
        // Seconds. Longer than clients keep theirs (the JDK's 30 s, curl 118 s), so that they are
        // the ones who close, and know it. With 30 s both do it at the same time.
        System.setProperty("sun.net.httpserver.idleInterval", "130");
        // What is left of a request that has its answer is read up to here, in bytes, which is more
        // than a gateway takes. Left unread it makes the kernel drop the answer on its way.
        System.setProperty("sun.net.httpserver.drainAmount", "4194304");
        // Seconds for a request to arrive. Without it slow clients collect.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
    }
}
