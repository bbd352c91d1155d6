package io.penstock.core.net;

import java.util.Map;

/**
 * What one caller may cost a port of the JDK's HTTP server, which sets no limits of its own. It reads them once in a
 * process, when the first such server is made: so there is one set for all of ours, whichever comes first.
 */
public final class HttpLimits {
    /** Seconds a request may take to arrive. */
    public static final int MAX_REQUEST_SECONDS = 60;
    /** Seconds from there until its answer is read; longer than any answer may be waited for. */
    public static final int MAX_ANSWER_SECONDS = 120;
    /** Connections a port has at one time. */
    public static final int MAX_CONNECTIONS = 512;

    private static final Map<String, Integer> PROPERTIES = Map.of("sun.net.httpserver.maxReqTime", MAX_REQUEST_SECONDS,
            "sun.net.httpserver.maxRspTime", MAX_ANSWER_SECONDS, "jdk.httpserver.maxConnections", MAX_CONNECTIONS);

    private HttpLimits() {
    }

    /** Sets them, before a server is made; one that somebody has set already is left as it is. Idempotent. */
    public static void set() {
        PROPERTIES.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, Integer.toString(value));
            }
        });
    }
}
