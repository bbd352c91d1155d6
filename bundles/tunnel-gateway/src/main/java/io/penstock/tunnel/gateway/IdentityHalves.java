package io.penstock.tunnel.gateway;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.Pin;
import io.penstock.tunnel.wire.api.SigningKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A new identity as two texts: the file for whoever is to have it, with the private key, which is nowhere else, and the table
 * for the gateway. Immutable.
 *
 * @param id what both have in common
 * @param identity a {@code penstock.toml} with the table {@code [tunnel]}; a secret
 * @param table a table for the gateway's {@code penstock.toml}
 * @param properties the same, as flat keys and values
 */
public record IdentityHalves(String id, String identity, String table, Map<String, Object> properties) {
    private static final int ID_BYTES = 8;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    /** @param gateway where the agent finds it, {@code host:port} */
    public static IdentityHalves ofAgent(String name, String gateway, Optional<Pin> pin, List<String> allow,
                                         SecureRandom random) {
        SigningKey key = SigningKey.generate(random);
        String id = id(random);
        String text = file(id, key, gateway, pin, "penstock agent -c penstock-agent.toml")
                + "# Nothing may be reached unless it is named here, with its port.\n"
                + "allow = " + (allow.isEmpty() ? "[] # e.g. [\"db.internal:5432\"]" : list(allow)) + "\n";
        return new IdentityHalves(id, text, table("agents", checked(name), id, key, Map.of()),
                properties("agents." + name, id, key, Map.of()));
    }

    /** As {@link #ofAgent}; a user may reach these targets by these agents. */
    public static IdentityHalves ofUser(String name, String gateway, Optional<Pin> pin, List<String> agents,
                                        List<String> targets, SecureRandom random) {
        SigningKey key = SigningKey.generate(random);
        String id = id(random);
        Map<String, List<String>> rights = new LinkedHashMap<>();
        rights.put("agents", agents);
        rights.put("targets", targets);
        return new IdentityHalves(id, file(id, key, gateway, pin, "penstock tunnel open AGENT TARGET -c FILE"),
                table("users", checked(name), id, key, rights), properties("users." + name, id, key, rights));
    }

    private static String checked(String name) {
        if (!name.matches(NAME)) {
            throw PenstockException.invalid("tunnel-gateway.name", "\"" + name + "\" cannot be a name here; expected 1 to 64 "
                    + "letters, digits, - and _");
        }
        return name;
    }

    private static String id(SecureRandom random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String file(String id, SigningKey key, String gateway, Optional<Pin> pin, String use) {
        return "# Whoever has this file is " + id + ": keep it readable by its owner alone (chmod 600).\n# " + use + "\n\n"
                + "[tunnel]\nid = " + quoted(id) + "\nprivate-key = " + quoted(key.text().reveal()) + "\ngateway = "
                + quoted(gateway) + "\n" + pin.map(known -> "gateway-pin = " + quoted(known.toString()) + "\n").orElse("");
    }

    private static String table(String kind, String name, String id, SigningKey key, Map<String, List<String>> rights) {
        return "[tunnel-gateway." + kind + "." + name + "]\nid = " + quoted(id) + "\nkeys = "
                + list(List.of(key.verifying().text())) + "\n"
                + rights.entrySet().stream().map(right -> right.getKey() + " = " + list(right.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    private static Map<String, Object> properties(String prefix, String id, SigningKey key, Map<String, List<String>> rights) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(prefix + ".id", id);
        properties.put(prefix + ".keys", new String[] {key.verifying().text()});
        rights.forEach((right, values) -> properties.put(prefix + "." + right, values.toArray(String[]::new)));
        return properties;
    }

    private static String list(List<String> items) {
        return items.stream().map(IdentityHalves::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw PenstockException.invalid("tunnel-gateway.text", "control characters cannot be in settings");
        }
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "identity " + id;
    }
}
