package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom, read from the manifests: what a bundle's code uses from outside is among its imports, or it would not
 * run; so a rule about imports is a rule about the code.
 */
class BundleRulesIT {
    private static final String OURS = "io.penstock.";
    private static final String CORE = "io.penstock.core";
    /** Whose api a bundle may import besides core; all others know each other by services of core's types only. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("io.penstock.admin.console", Set.of("io.penstock.admin")),
            Map.entry("io.penstock.pipes", Set.of("io.penstock.spool")),
            Map.entry("io.penstock.relay.client",
                    Set.of("io.penstock.spool", "io.penstock.relay.wire", "io.penstock.relay.wire.alumet")),
            Map.entry("io.penstock.relay.server", Set.of("io.penstock.relay.wire", "io.penstock.relay.wire.alumet")),
            Map.entry("io.penstock.tunnel.wire", Set.of("io.penstock.yamux")),
            Map.entry("io.penstock.tunnel", Set.of("io.penstock.yamux", "io.penstock.tunnel.wire")),
            Map.entry("io.penstock.tunnel.gateway", Set.of("io.penstock.yamux", "io.penstock.tunnel.wire")),
            Map.entry("io.penstock.streams", Set.of("io.penstock.storage", "io.penstock.catalogue")),
            Map.entry("io.penstock.cdc", Set.of("io.penstock.storage", "io.penstock.catalogue")),
            Map.entry("io.penstock.control.client", Set.of("io.penstock.control", "io.penstock.pipes")),
            Map.entry("io.penstock.control.server",
                    Set.of("io.penstock.control", "io.penstock.pipes", "io.penstock.tunnel.wire")));

    private static final Map<String, Attributes> MANIFESTS = new TreeMap<>();

    @BeforeAll
    static void readsTheManifests() throws IOException {
        for (Path file : Distribution.full().jars()) {
            try (JarFile jar = new JarFile(file.toFile())) {
                Attributes headers = jar.getManifest().getMainAttributes();
                String name = clauses(headers, "Bundle-SymbolicName").keySet().iterator().next();
                if (name.startsWith(OURS)) {
                    MANIFESTS.put(name, headers);
                }
            }
        }
        assertThat(MANIFESTS).hasSizeGreaterThan(10).containsKey(CORE);
    }

    @Test
    void bundlesExportNothingButTheirApi() {
        MANIFESTS.forEach((bundle, headers) -> assertThat(clauses(headers, "Export-Package").keySet())
                .as("exports of " + bundle + ": packages named api, or core's")
                .allMatch(name -> name.startsWith(CORE + ".")
                        || (name + ".").startsWith(bundle + ".") && name.endsWith(".api")));
    }

    @Test
    void everyExportHasAVersionOfItsOwn() {
        MANIFESTS.forEach((bundle, headers) -> clauses(headers, "Export-Package").forEach((name, attributes) ->
                assertThat(attributes.get("version")).as("@Version of " + name).isNotNull().isNotEqualTo("0.0.0")));
    }

    @Test
    void bundlesKnowOnlyCoreAndWhomTheDesignAllows() {
        List<String> broken = new ArrayList<>();
        MANIFESTS.forEach((bundle, headers) -> clauses(headers, "Import-Package").forEach((name, attributes) -> {
            if (name.startsWith(OURS) && !allowed(bundle, name)) {
                broken.add(bundle + " imports " + name);
            }
        }));

        assertThat(broken).as("dependencies the design does not allow").isEmpty();
    }

    @Test
    void coreKnowsNobody() {
        assertThat(clauses(MANIFESTS.get(CORE), "Import-Package").keySet())
                .allMatch(name -> name.startsWith("java.") || name.startsWith("javax.") || name.startsWith(CORE + "."));
    }

    @Test
    void noPackageOfOursIsInTwoBundles() {
        Map<String, String> owners = new TreeMap<>();
        List<String> twice = new ArrayList<>();
        MANIFESTS.forEach((bundle, headers) -> {
            for (String header : List.of("Private-Package", "Export-Package")) {
                for (String name : clauses(headers, header).keySet()) {
                    String other = name.startsWith(OURS) ? owners.putIfAbsent(name, bundle) : null;
                    if (other != null && !other.equals(bundle)) {
                        twice.add(name + " is in " + other + " and in " + bundle);
                    }
                }
            }
        });

        assertThat(twice).isEmpty();
    }

    private static boolean allowed(String bundle, String imported) {
        return imported.startsWith(bundle + ".") || imported.startsWith(CORE + ".")
                || ALLOWED.getOrDefault(bundle, Set.of()).stream().anyMatch(other -> imported.equals(other + ".api"));
    }

    private static Parameters clauses(Attributes headers, String header) {
        String value = headers.getValue(header);
        return value == null ? new Parameters() : OSGiHeader.parseHeader(value);
    }
}
