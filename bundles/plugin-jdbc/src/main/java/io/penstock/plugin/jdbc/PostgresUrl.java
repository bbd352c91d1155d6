package io.penstock.plugin.jdbc;

import io.penstock.core.net.Hosts;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What must be known of a PostgreSQL URL before it is used. Immutable.
 *
 * @param hosts without ports; one that is not named is this machine
 * @param shown the URL without its parameters, which may hold secrets
 * @param parameters the names of its parameters
 */
record PostgresUrl(List<String> hosts, String shown, List<String> parameters) {
    /** Parameters that make the driver create objects of any class. */
    static final Set<String> CLASS_PARAMETERS = Set.of("socketFactory", "sslfactory", "sslhostnameverifier",
            "sslpasswordcallback", "authenticationPluginClassName", "xmlFactoryFactory");

    static PostgresUrl of(String url) {
        String[] parts = url.split("\\?", 2);
        String place = parts[0].substring(JdbcOptions.POSTGRESQL.length());
        String authority = place.startsWith("//") ? place.substring(2).split("/", 2)[0] : "";
        List<String> hosts = Arrays.stream(authority.split(",")).map(PostgresUrl::withoutPort).toList();
        List<String> parameters = parts.length < 2 ? List.of()
                : Arrays.stream(parts[1].split("&")).map(each -> each.split("=", 2)[0]).toList();
        return new PostgresUrl(hosts, parts[0], parameters);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean bare = colon == host.indexOf(':') || host.startsWith("[");
        return colon > host.lastIndexOf(']') && bare ? host.substring(0, colon) : host;
    }

    /** Whether nothing said to any of the hosts leaves this machine. */
    boolean loopback() {
        return hosts.stream().allMatch(host -> host.isEmpty() || Hosts.isLoopback(host));
    }
}
