package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bundles of the relay are replaced while 50 000 measurements a second flow through both of its ends in one process.
 * Two swaps a bundle; {@code -Dpenstock.swaps=20} for the long run.
 */
class RelaySwapIT {
    private static final int SWAPS = Integer.getInteger("penstock.swaps", 2);
    private static final List<String> BUNDLES =
            List.of("io.penstock.relay.client", "io.penstock.relay.server", "io.penstock.relay.wire");

    private final RelayHomes homes;

    RelaySwapIT() throws Exception {
        homes = new RelayHomes();
    }

    @BeforeEach
    void compilesWithTheFirstCompiler() throws Exception {
        OptimizingCompiler.off(homes.server);
    }

    @AfterEach
    void compilesAsUsual() throws Exception {
        OptimizingCompiler.on();
    }

    @Test
    void nothingIsLostOrStoredTwice() throws Exception {
        long sent;
        try (EmbeddedRuntime runtime = EmbeddedRuntime.start(Distribution.full(), homes.server)) {
            runtime.pipe("out.yaml", """
                    name: out
                    input: {generate: {series: %d, rate: 50000/s, batch-events: 500}}
                    output: {relay: {relay-server: "127.0.0.1:%d", client-name: one, buffer-timeout: 100ms,
                             retry: {initial-delay: 20ms, max-delay: 100ms, max-times: 0}}, batch: {timeout: 20ms}}
                    """.formatted(RelayHomes.SERIES, homes.port));
            OldClassLoaders old = new OldClassLoaders();
            for (int i = 0; i < SWAPS; i++) {
                for (String bundle : BUNDLES) {
                    long before = out(runtime, "in");
                    Eventually.holds("events flow before " + bundle, () -> out(runtime, "in") != before);
                    old.add(bundle, BundleSwap.swap(runtime.system(), runtime.bundle(bundle), runtime.jarOf(bundle)));
                }
            }
            Eventually.holds("both run again",
                    () -> runtime.state("in").equals("RUNNING") && runtime.state("out").equals("RUNNING"));
            old.areCollected();
            runtime.pipe("out.yaml", "name: out\ninput: {generate: {count: 0}}\noutput: {relay: {relay-server: "
                    + "\"127.0.0.1:" + homes.port + "\", client-name: one, buffer-timeout: 100ms}}\n");
            Eventually.holds("all is relayed", () -> runtime.state("out").equals("COMPLETED"));
        }
        sent = homes.stored();
        assertThat(sent).isGreaterThan(0);
        assertThat(homes.repeated()).isZero();
        assertThat(homes.disordered()).isZero();
        assertThat(homes.missing()).isZero();
        System.out.println("relay swap: " + SWAPS + " swaps of " + BUNDLES + " under " + sent + " measurements");
    }

    /** How many events the pipe's input has taken, by the numbers of the pipe. */
    private static long out(EmbeddedRuntime runtime, String pipe) {
        return runtime.row(pipe).map(row -> row.get("out")).map(value -> ((Number) value).longValue()).orElse(-1L);
    }
}
