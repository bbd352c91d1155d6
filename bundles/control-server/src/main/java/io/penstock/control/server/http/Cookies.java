package io.penstock.control.server.http;

import java.util.Optional;

/** Finds the one cookie that counts. */
final class Cookies {
    private static final String SESSION = "__Host-penstock=";

    private Cookies() {
    }

    /** The first of its name. */
    static Optional<String> session(RequestHead head) {
        for (String part : head.header("cookie").orElse("").split(";", -1)) {
            String cookie = part.trim();
            if (cookie.startsWith(SESSION) && cookie.length() > SESSION.length()) {
                return Optional.of(cookie.substring(SESSION.length()));
            }
        }
        return Optional.empty();
    }
}
