package io.penstock.plugin.transform;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.expr.CelExpressions;
import io.penstock.plugin.transform.field.MapPlugin;
import io.penstock.plugin.transform.flow.DedupePlugin;
import io.penstock.plugin.transform.flow.FilterPlugin;
import io.penstock.plugin.transform.flow.RoutePlugin;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingOutlet;
import io.penstock.testing.TestContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The transforms that take expressions, with the product's own expressions. */
class CelTest {
    private static <O> RecordingOutlet run(TransformPlugin<O> plugin, Object written, Event... events) {
        TestContext context = new TestContext(Path.of("target/test-node"), new ManualClock(NOON), new CelExpressions());
        return new RecordingOutlet().apply(plugin.create(Plugins.options(plugin, written), context), events);
    }

    @Test
    void filtersByACondition() {
        assertThat(run(new FilterPlugin(), "status >= 500 && path.startsWith('/api')",
                record("status", 503L, "path", "/api/a"), record("status", 503L, "path", "/"), record("status", 200L, "path", "/api"))
                .events()).hasSize(1);
        assertThat(run(new FilterPlugin(), "metric == 'cpu_time' && attributes.state == 'user'", cpu(1)).events()).hasSize(1);
    }

    @Test
    void computesFields() {
        assertThat(run(new MapPlugin(), Map.of("is_error", "status >= 500"), record("status", 503L, "n", Unsigned.MAX))
                .events()).containsExactly(record("status", 503L, "n", Unsigned.MAX, "is_error", true));
    }

    @Test
    void comparesListsOfFieldsAsKeys() {
        assertThat(run(new DedupePlugin(), "[ip, path]", record("ip", "a", "path", "b"), record("ip", "a", "path", "b"),
                record("ip", "b", "path", "a")).events()).hasSize(2);
    }

    @Test
    void routesByConditions() {
        RecordingOutlet out = run(new RoutePlugin(), Map.of("errors", "status >= 500", "rest", "default"),
                record("status", 503L), record("status", 200L));
        assertThat(out.events("errors")).hasSize(1);
        assertThat(out.events("rest")).hasSize(1);
    }

    @Test
    void refusesEventsWithoutTheField() {
        assertThatThrownBy(() -> run(new FilterPlugin(), "status >= 500", record("x", 1L)))
                .isInstanceOf(PenstockException.class).hasMessageContaining("status");
    }
}
