package io.penstock.cli.server;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A server as somebody uses it. Immutable.
 *
 * @param name what people call it
 * @param url {@code https://host:port}, or {@code http://} on this machine only
 * @param pin its key; without pin and ca the authorities that Java knows count
 * @param ca PEM file with its authority
 * @param user who logs in there
 */
record ServerContext(String name, URI url, Optional<String> pin, Optional<String> ca, Optional<String> user) {
    /** Reads what {@code --server} or the file says. */
    static URI url(String text) {
        URI url = parsed(text.contains("://") ? text : "https://" + text);
        boolean https = "https".equals(url.getScheme());
        if (url.getHost() == null || !https && !"http".equals(url.getScheme())) {
            throw PenstockException.invalid("context.url", "expected a server's address such as https://host:9443, but found \""
                    + text + "\"");
        }
        if (!https && !Hosts.isLoopback(url.getHost())) {
            throw PenstockException.invalid("context.plaintext", "expected https: " + text + " would send tokens and passwords"
                    + " readable over the network");
        }
        return url;
    }

    private static URI parsed(String text) {
        try {
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw PenstockException.invalid("context.url", "expected a server's address such as https://host:9443, but found \""
                    + text + "\"");
        }
    }

    static ServerContext of(String name, Map<String, String> table) {
        return new ServerContext(name, url(table.getOrDefault("url", "")), Optional.ofNullable(table.get("pin")),
                Optional.ofNullable(table.get("ca")), Optional.ofNullable(table.get("user")));
    }

    Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("url", url.toString());
        pin.ifPresent(value -> table.put("pin", value));
        ca.ifPresent(value -> table.put("ca", value));
        user.ifPresent(value -> table.put("user", value));
        return table;
    }

    /** As somebody else. */
    ServerContext as(String otherUser) {
        return new ServerContext(name, url, pin, ca, Optional.of(otherUser));
    }
}
