package io.penstock.tunnel.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.policy.TargetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A proxy on the way to the gateway. Immutable. */
public record ProxyAddress(Kind kind, TargetAddress address, Optional<Login> login) {
    /** What it speaks. */
    public enum Kind {
        /** HTTP CONNECT. */
        HTTP,
        /** SOCKS 5; names are looked up by the proxy. */
        SOCKS5
    }

    /** Who the proxy lets through. */
    public record Login(String user, Secret password) {
    }

    /** Reads {@code http://user:password@host:3128} or {@code socks5://host:1080}; else INVALID ({@code tunnel.proxy}). */
    public static ProxyAddress parse(Secret text) {
        try {
            URI uri = new URI(text.reveal().trim());
            Kind kind = Kind.valueOf(String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT));
            String server = uri.getRawAuthority();
            String place = server.substring(server.lastIndexOf('@') + 1);
            boolean more = !String.valueOf(uri.getRawPath()).matches("/?") || uri.getRawQuery() != null;
            if (!more) {
                return new ProxyAddress(kind, TargetAddress.parse(place), login(uri.getRawUserInfo()));
            }
        } catch (java.net.URISyntaxException | IllegalArgumentException | NullPointerException | PenstockException e) {
            // The text is not repeated, nor what says why: it may hold a password.
        }
        throw PenstockException.invalid("tunnel.proxy", "proxy: expected \"http://HOST:PORT\" or \"socks5://HOST:PORT\","
                + " with \"USER:PASSWORD@\" in front of the host where the proxy asks for it");
    }

    private static Optional<Login> login(String info) {
        if (info == null) {
            return Optional.empty();
        }
        int colon = info.indexOf(':');
        String user = decoded(colon < 0 ? info : info.substring(0, colon));
        return Optional.of(new Login(user, Secret.of(colon < 0 ? "" : decoded(info.substring(colon + 1)))));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
