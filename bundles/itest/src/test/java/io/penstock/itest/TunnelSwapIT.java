package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bundles of the tunnel are replaced while clients work through both of its ends in one process: the ends find each other
 * again, and of the old bundles nothing is left. Two swaps a bundle; {@code -Dpenstock.swaps=20} for the long run.
 */
class TunnelSwapIT {
    private static final int SWAPS = Integer.getInteger("penstock.swaps", 2);
    private static final List<String> BUNDLES = List.of("io.penstock.tunnel", "io.penstock.tunnel.gateway",
            "io.penstock.tunnel.wire", "io.penstock.yamux");
    /** What comes and goes by itself: the JVM's own, the test's clients. */
    private static final int TOLERATED = 3;

    private final PlainTarget target = PlainTarget.echo();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(target.address());

    TunnelSwapIT() throws Exception {
        homes.agentInTheGatewaysProcess("allow = [\"" + target.address() + "\"]\ngrace = \"500ms\"");
    }

    @BeforeEach
    void compilesWithTheFirstCompiler() throws Exception {
        OptimizingCompiler.off(homes.gateway);
    }

    @AfterEach
    void ends() throws Exception {
        target.close();
        OptimizingCompiler.on();
    }

    @Test
    void theEndsFindEachOtherAgainAndNothingOfTheOldIsLeft() throws Exception {
        TunnelAnswers answers = new TunnelAnswers(homes.gateway, homes.gateway);
        OldClassLoaders old = new OldClassLoaders();
        try (EmbeddedRuntime runtime = EmbeddedRuntime.start(Distribution.full(), homes.gateway);
                OpeningClients clients = new OpeningClients(port, 2)) {
            answers.awaitOnline();
            // What is made once and kept: classes, pools.
            round(runtime, clients, answers, old);
            clients.awaitMore(20);
            int threads = threads().size();
            int files = files();
            for (int i = 1; i < SWAPS; i++) {
                round(runtime, clients, answers, old);
            }
            clients.awaitMore(20);
            old.areCollected();
            same("threads", threads, TunnelSwapIT::threads);
            same("open files", files, OpenFiles::now);
            System.out.println("tunnel swap: " + SWAPS + " swaps of " + BUNDLES + " under " + clients.stop());
        }
        assertThat(old.bundles()).isEqualTo(BUNDLES.size());
    }

    private static void round(EmbeddedRuntime runtime, OpeningClients clients, TunnelAnswers answers, OldClassLoaders old)
            throws Exception {
        for (String bundle : BUNDLES) {
            clients.awaitMore(10);
            old.add(bundle, BundleSwap.swap(runtime.system(), runtime.bundle(bundle), runtime.jarOf(bundle)));
            answers.awaitOnline();
        }
    }

    private static void same(String what, int before, Supplier<List<String>> now) throws InterruptedException {
        Eventually.holds(what + " are as before, " + before, () -> {
            System.gc();
            return now.get().size() <= before + TOLERATED;
        }, now);
    }

    private static int files() {
        System.gc();
        return OpenFiles.now().size();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList();
    }
}
