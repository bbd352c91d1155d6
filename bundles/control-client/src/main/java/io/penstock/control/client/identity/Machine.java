package io.penstock.control.client.identity;

import io.penstock.control.api.HostReport;
import io.penstock.control.api.TextRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What this machine says of itself. */
public final class Machine {
    private static final int MAX_NAME = 253;
    private static final int MAX_AGENT_NAME = 30;
    private static final int MAX_ADDRESSES = 16;
    private static final int ID_DIGITS = 32;

    private Machine() {
    }

    /** As it is now. */
    public static HostReport report() {
        String name = hostName();
        return new HostReport(name.substring(0, Math.min(MAX_NAME, name.length())), property("os.name", 64),
                property("os.arch", 32), addresses(), id());
    }

    private static String property(String key, int max) {
        String value = System.getProperty(key, "unknown");
        return value.substring(0, Math.min(max, value.length()));
    }

    static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.isBlank() ? "localhost" : name;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** The machine's name, cut to what an agent may be called. */
    public static String agentName() {
        String name = hostName().replaceAll("\\..*", "").replaceAll("[^A-Za-z0-9_-]+", "-");
        String cut = name.substring(0, Math.min(MAX_AGENT_NAME, name.length()));
        return TextRule.AGENT_NAME.holds(cut) ? cut : "agent";
    }

    private static List<String> addresses() {
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!card.isLoopback() && card.isUp()) {
                    Collections.list(card.getInetAddresses()).stream().filter(address -> !address.isLinkLocalAddress())
                            .map(address -> address.getHostAddress().replaceFirst("%.*", "")).forEach(found::add);
                }
            }
        } catch (SocketException e) {
            return List.of();
        }
        return found.stream().filter(TextRule.ADDRESS::holds).limit(MAX_ADDRESSES).toList();
    }

    /** A hash of the system's id for this machine, which is nobody else's business; empty where there is none. */
    public static Optional<String> id() {
        for (String file : List.of("/etc/machine-id", "/var/lib/dbus/machine-id")) {
            try {
                String text = Files.readString(Path.of(file)).strip();
                if (!text.isEmpty()) {
                    return Optional.of(hash("penstock " + text));
                }
            } catch (IOException e) {
                // The next one is tried.
            }
        }
        return Optional.empty();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
