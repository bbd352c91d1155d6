package io.penstock.tunnel.wire.api;

import io.penstock.tunnel.wire.api.Message.Connect;
import io.penstock.tunnel.wire.api.Message.Connected;
import io.penstock.tunnel.wire.api.Message.Drain;
import io.penstock.tunnel.wire.api.Message.Failed;
import io.penstock.tunnel.wire.api.Message.Leaving;
import io.penstock.tunnel.wire.api.Message.Targets;
import io.penstock.tunnel.wire.api.Message.Test;
import io.penstock.tunnel.wire.api.Message.TestResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The messages of a connection that was let in, and of data streams. */
final class StreamMessages {
    static final List<MessageType<?>> TYPES = List.of(
            new MessageType<>("test", Test.class,
                    (m, out) -> out.number("re", m.re()).text("target", m.target()),
                    in -> new Test(in.number("re"), in.name("target"))),
            new MessageType<>("testResult", TestResult.class,
                    (m, out) -> out.number("re", m.re()).text("code", m.code().name()).number("ms", m.ms())
                            .prose("message", m.message()),
                    in -> new TestResult(in.number("re"), code(in.name("code")), in.number("ms", 0), in.prose("message"))),
            new MessageType<>("drain", Drain.class,
                    (m, out) -> out.prose("reason", m.reason()).number("deadlineMs", m.deadlineMs()).text("to", m.to()),
                    in -> new Drain(in.prose("reason"), in.number("deadlineMs"), in.optionalName("to"))),
            new MessageType<>("targets", Targets.class,
                    (m, out) -> out.objects("targets", m.targets(), StreamMessages::write),
                    in -> new Targets(in.objects("targets", StreamMessages::health))),
            new MessageType<>("leaving", Leaving.class, (m, out) -> { }, in -> new Leaving()),
            new MessageType<>("connect", Connect.class,
                    (m, out) -> out.text("target", m.target()).text("from", m.from()).text("agent", m.agent()),
                    in -> new Connect(in.name("target"), in.optionalName("from"), in.optionalName("agent"))),
            new MessageType<>("connected", Connected.class,
                    (m, out) -> out.number("ms", m.ms()).text("address", m.address()),
                    in -> new Connected(in.number("ms", 0), in.name("address"))),
            new MessageType<>("failed", Failed.class,
                    (m, out) -> out.text("code", m.code().name()).prose("message", m.message()).number("ms", m.ms()),
                    in -> new Failed(failure(in.name("code")), in.prose("message"), in.number("ms", 0))));

    private StreamMessages() {
    }

    private static void write(TargetHealth health, JsonOut out) {
        out.text("name", health.name()).text("state", health.state().name().toLowerCase(Locale.ROOT))
                .text("code", health.code().name()).number("ms", health.ms()).prose("message", health.message());
    }

    private static TargetHealth health(JsonObject in) {
        String text = in.name("state");
        TargetHealth.State state = Stream.of(TargetHealth.State.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElse(TargetHealth.State.UNKNOWN);
        return new TargetHealth(in.name("name"), state, code(in.name("code")), in.number("ms", 0), in.prose("message"));
    }

    private static OpenCode code(String name) {
        return Stream.of(OpenCode.values()).filter(code -> code.name().equals(name)).findFirst().orElse(OpenCode.INTERNAL);
    }

    private static OpenCode failure(String name) {
        OpenCode code = code(name);
        return code == OpenCode.OK ? OpenCode.INTERNAL : code;
    }
}
