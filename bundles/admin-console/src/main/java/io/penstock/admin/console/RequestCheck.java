package io.penstock.admin.console;

import io.penstock.core.net.Hosts;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a request comes from the console's own pages. A browser sends what it knows (the password, once entered) along
 * with a request any other page makes; only the headers that page cannot choose tell them apart.
 */
final class RequestCheck {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private RequestCheck() {
    }

    /**
     * Why a request is refused, if it is.
     *
     * @param header gives a header's value, or null
     */
    static Optional<String> refusal(String method, Function<String, String> header) {
        String host = header.apply("Host");
        if (host == null || !Hosts.isMeant(Optional.of(host), InetAddress.getLoopbackAddress())) {
            return Optional.of("the console answers only to the name of this machine (localhost, 127.0.0.1)");
        }
        String site = header.apply("Sec-Fetch-Site");
        if (HARMLESS.contains(method)) {
            return framed(site, header) ? Optional.of("the console is not shown inside other pages") : Optional.empty();
        }
        return fromOurPages(host, site, header) ? Optional.empty()
                : Optional.of("changes are taken only from the console's own pages: the request must carry an Origin or "
                        + "Referer of http://" + host);
    }

    private static boolean framed(String site, Function<String, String> header) {
        boolean foreign = "cross-site".equals(site) || "same-site".equals(site);
        // Following a link from elsewhere is fine, it shows the page on its own; embedding and scripts are not.
        return foreign && !("navigate".equals(header.apply("Sec-Fetch-Mode")) && "document".equals(header.apply("Sec-Fetch-Dest")));
    }

    /** Every header that is there must agree, and one must be there. */
    private static boolean fromOurPages(String host, String site, Function<String, String> header) {
        String origin = header.apply("Origin");
        String referer = header.apply("Referer");
        String ours = "http://" + host.toLowerCase(Locale.ROOT);
        return (origin != null || referer != null)
                && (site == null || site.equals("same-origin"))
                && (origin == null || origin.toLowerCase(Locale.ROOT).equals(ours))
                && (referer == null || referer.toLowerCase(Locale.ROOT).startsWith(ours + "/"));
    }
}
