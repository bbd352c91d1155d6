package io.penstock.tunnel.agent;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.Resolver;
import io.penstock.tunnel.dial.Timers;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.testing.FixedResolver;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestSettings;
import io.penstock.tunnel.testing.Until;
import io.penstock.yamux.api.YamuxSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** An agent as a test wants it. */
final class RunningAgent implements AutoCloseable {
    private final Agent agent;
    private final Surroundings around;

    private RunningAgent(TunnelSettings settings, Surroundings around) {
        this.around = around;
        agent = new Agent(settings, around);
        agent.start();
    }

    private static Surroundings around(Clock clock, Timers timers, Resolver resolver, YamuxSettings yamux) {
        SecureRandom random = new SecureRandom();
        return new Surroundings(clock, timers, resolver, random, yamux, Surroundings.instance(random), "test");
    }

    static RunningAgent start(TestGateway gateway, Map<String, Object> more) {
        return start(gateway, more, new FixedResolver());
    }

    static RunningAgent start(TestGateway gateway, Map<String, Object> more, Resolver resolver) {
        return new RunningAgent(TestSettings.of(gateway, more), around(Clock.system(), Timers.REAL, resolver, YamuxSettings.defaults()));
    }

    static RunningAgent start(TestGateway gateway, Map<String, Object> more, YamuxSettings yamux) {
        return new RunningAgent(TestSettings.of(gateway, more), around(Clock.system(), Timers.REAL, new FixedResolver(), yamux));
    }

    /** Time passes for it only when the test lets it, but for the multiplexer. */
    static RunningAgent start(TestGateway gateway, Map<String, Object> more, ManualTimers timers) {
        return new RunningAgent(TestSettings.of(gateway, more),
                around(Clock.system(), timers, new FixedResolver(), YamuxSettings.defaults()));
    }

    /** As above, with another multiplexer. */
    static RunningAgent start(TestGateway gateway, Map<String, Object> more, ManualTimers timers, YamuxSettings yamux) {
        return new RunningAgent(TestSettings.of(gateway, more), around(timers, timers, new FixedResolver(), yamux));
    }

    Agent agent() {
        return agent;
    }

    FixedResolver resolver() {
        return (FixedResolver) around.resolver();
    }

    TunnelState awaitState(TunnelState.Kind kind) {
        Until.holds(kind.text() + "; it is " + agent.state(), () -> agent.state().kind() == kind);
        return agent.state();
    }

    @Override
    public void close() {
        agent.close(Duration.ZERO);
    }
}
