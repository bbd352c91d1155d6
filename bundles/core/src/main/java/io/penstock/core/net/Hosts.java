package io.penstock.core.net;

import io.penstock.core.options.OptionProblem;
import java.util.List;

/** Judges hosts by their text alone; looks nothing up. */
public final class Hosts {
    private Hosts() {
    }

    /** Whether it surely is this machine: {@code localhost}, {@code 127.x.y.z} or {@code ::1}, with or without brackets. */
    public static boolean isLoopback(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return plain.equalsIgnoreCase("localhost") || plain.equals("::1")
                || plain.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /**
     * The house rule for plug-ins' checks: what leaves the machine is encrypted, unless somebody says {@code plaintext}.
     *
     * @param key the option that holds the host, for the problem's path
     * @return empty, or one problem ({@code net.plaintext})
     */
    public static List<OptionProblem> plaintextProblem(String key, String host, boolean encrypted, boolean plaintext) {
        return encrypted || plaintext || isLoopback(host) ? List.of() : List.of(new OptionProblem(List.of(key),
                "net.plaintext", "\"" + host + "\" is beyond this machine: give tls, or write plaintext: true"
                        + " to send everything readable for anybody on the way"));
    }
}
