package io.penstock.itest;

import io.penstock.admin.api.AdminClient;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a runtime, in this JVM or another, says over its admin socket. Thread-safe. */
record PipeStates(Path data) {
    /** The state of a pipe; empty when there is none of that name, or nobody to ask just now. */
    String state(String pipe) {
        return row(pipe).map(row -> String.valueOf(row.get("state"))).orElse("");
    }

    /** Why a pipe is in its state. */
    String reason(String pipe) {
        return row(pipe).map(row -> String.valueOf(row.get("reason"))).orElse("");
    }

    /** A pipe as {@code pipes.list} shows it. */
    Optional<Map<?, ?>> row(String pipe) {
        return ask("pipes.list", Map.of()).stream().<Map<?, ?>>map(row -> (Map<?, ?>) row)
                .filter(row -> pipe.equals(row.get("name"))).findFirst();
    }

    /** Waits until a pipe is in a state for a reason that contains a text. */
    void await(String pipe, String state, String reason) throws InterruptedException {
        Eventually.holds(pipe + " is " + state + " " + reason, () -> state(pipe).equals(state) && reason(pipe).contains(reason));
    }

    /** The values of a command's answer; none while there is nobody to answer it. */
    List<Object> ask(String command, Map<String, ?> arguments) {
        List<Object> values = new ArrayList<>();
        try (AdminClient client = AdminClient.connect(data)) {
            client.call(command, arguments, values::add);
        } catch (PenstockException e) {
            values.clear();
        }
        return values;
    }
}
