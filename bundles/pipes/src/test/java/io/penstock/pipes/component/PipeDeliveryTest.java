package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pipes as somebody else delivers them. */
class PipeDeliveryTest extends RuntimeUnderTest {
    private static final String COUNT = "name: count\nparams:\n  up-to: {type: int, required: true}\n"
            + "input: {numbers: {up-to: \"{{ up-to }}\"}}\noutput: collector\n";
    private static final String ENDLESS = "name: count\ninput: numbers\noutput: collector\n";

    private PipeDelivery delivery() {
        return runtime.service();
    }

    @Test
    void runsWhatIsDeliveredWithItsValuesAndTellsWhatRuns() throws Exception {
        plug();
        PipeDelivery.Taken taken = delivery().put("control:1", COUNT, Map.of("up-to", 3));
        awaitState("count", PipeState.COMPLETED);

        assertThat(collector.numbers()).containsExactly(0L, 1L, 2L);
        assertThat(taken.name()).contains("count");
        assertThat(pipe("count").wanted()).isEqualTo(taken.fingerprint());
        assertThat(pipe("count").fingerprint()).isEmpty();
        assertThat(pipe("count").source()).isEqualTo("control:1");
        delivery().remove("control:1");
        await(() -> runtime.service().pipes().isEmpty());
    }

    @Test
    void refusesAnEditAndSaysWhyWhileTheOneBeforeGoesOn() throws Exception {
        plug();
        PipeDelivery.Taken first = delivery().put("control:1", ENDLESS, Map.of());
        awaitState("count", PipeState.RUNNING);
        PipeDelivery.Taken second = delivery().put("control:1", COUNT, Map.of());

        assertThat(second.fingerprint()).isEmpty();
        assertThat(second.problem()).hasValueSatisfying(problem -> assertThat(problem).contains("param.missing"));
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.RUNNING);
        assertThat(pipe("count").fingerprint()).isEqualTo(first.fingerprint());
    }

    @Test
    void checksWithTheValuesAndForTheNameWithoutRunningAnything() throws Exception {
        plug();
        assertThat(delivery().check(COUNT, "control:1", Map.of("up-to", 1))).isEmpty();
        assertThat(delivery().check(COUNT, "control:1", Map.of())).extracting(Finding::code).contains("param.missing");
        assertThat(runtime.service().pipes()).isEmpty();
        write("count.yaml", ENDLESS);
        awaitState("count", PipeState.RUNNING);
        assertThat(delivery().check(COUNT, "control:1", Map.of("up-to", 1))).extracting(Finding::code)
                .containsExactly("pipes.name-taken");
        assertThat(delivery().put("control:1", COUNT, Map.of("up-to", 1)).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("taken"));
    }

    @Test
    void holdsWhatItWasToldToHoldBeforeItCameAndAfterwards() throws Exception {
        plug();
        delivery().hold("control:1", true);
        delivery().put("control:1", ENDLESS, Map.of());
        awaitState("count", PipeState.PAUSED);
        assertThat(pipe("count").state().reason()).contains("server");
        runtime.service().resume("count");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.PAUSED);

        delivery().hold("control:1", false);
        awaitState("count", PipeState.RUNNING);
        delivery().hold("control:1", true);
        awaitState("count", PipeState.PAUSED);
        assertThat(pipe("count").fingerprint()).isEqualTo(Optional.empty());
    }

    @Test
    void leavesAPersonsPauseAloneWhenItLetsGo() throws Exception {
        plug();
        delivery().put("control:1", ENDLESS, Map.of());
        awaitState("count", PipeState.RUNNING);
        runtime.service().pause("count");
        delivery().hold("control:1", true);
        delivery().hold("control:1", false);
        await(() -> pipe("count").state().reason().isEmpty());
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.PAUSED);
    }
}
