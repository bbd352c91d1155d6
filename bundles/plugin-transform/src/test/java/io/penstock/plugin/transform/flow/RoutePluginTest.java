package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.options.OptionProblem;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingOutlet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutePluginTest {
    private static final Event OK = record("status", 200L);
    private static final Event MOVED = record("status", 301L);
    private static final Event FAILED = record("status", 503L);

    private static Map<String, Object> ports(String... namesAndConditions) {
        Map<String, Object> ports = new LinkedHashMap<>();
        for (int i = 0; i < namesAndConditions.length; i += 2) {
            ports.put(namesAndConditions[i], namesAndConditions[i + 1]);
        }
        return ports;
    }

    private static RecordingOutlet route(Object written, Event... events) {
        return new RecordingOutlet().apply(make(new RoutePlugin(), written), events);
    }

    @Test
    void sendsAnEventToTheFirstPortWhoseConditionItMeets() {
        RecordingOutlet out = route(ports("errors", "status >= 500", "odd", "status >= 300", "rest", "default"),
                OK, MOVED, FAILED);
        assertThat(out.events("errors")).containsExactly(FAILED);
        assertThat(out.events("odd")).containsExactly(MOVED);
        assertThat(out.events("rest")).containsExactly(OK);
        assertThat(out.events()).isEmpty();
    }

    @Test
    void sendsWhatMeetsNoConditionOutOfTheStepWhenNoPortTakesIt() {
        assertThat(route(ports("errors", "status >= 500"), OK, FAILED).events()).containsExactly(OK);
    }

    @Test
    void sendsAnEventToAllMatchingPortsWhenAsked() {
        RecordingOutlet out = route(Map.of("match", "all", "ports",
                ports("errors", "status >= 500", "odd", "status >= 300", "rest", "default")), FAILED);
        assertThat(out.events("errors")).containsExactly(FAILED);
        assertThat(out.events("odd")).containsExactly(FAILED);
        assertThat(out.events("rest")).isEmpty();
    }

    @Test
    void namesItsPorts() {
        RoutePlugin plugin = new RoutePlugin();
        assertThat(plugin.ports(Plugins.options(plugin, ports("errors", "status >= 500", "rest", "default"))))
                .containsExactly("errors", "rest");
    }

    @Test
    void refusesPortsThatCannotBeReferredToAndTwoDefaults() {
        assertThat(Plugins.problems(new RoutePlugin(), ports("a.b", "x", "c", "default", "d", "default")))
                .extracting(OptionProblem::code).containsExactly("route.port-name", "route.default-twice");
        assertThat(Plugins.problems(new RoutePlugin(), Map.of()))
                .extracting(OptionProblem::code).containsExactly("route.no-port");
    }
}
