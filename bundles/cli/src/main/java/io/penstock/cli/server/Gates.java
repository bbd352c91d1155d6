package io.penstock.cli.server;

import java.util.Map;

/** What a change sets going, in words. */
final class Gates {
    private Gates() {
    }

    static String would(Map<String, Object> gate) {
        return "would touch " + agents(gate);
    }

    /** Behind what was done; empty where nothing goes on. */
    static String text(Map<String, Object> gate) {
        return gate.get("rollout") == null ? "" : "; rollout " + gate.get("rollout") + " brings it to " + agents(gate);
    }

    static String agents(Map<?, ?> gate) {
        Object touches = gate.get("touches");
        return Long.valueOf(1).equals(touches) ? "1 agent" : touches + " agents";
    }
}
