package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/** Tells an agent to try a pipe again that it has refused: by itself it would not. */
public final class RetryPipe {
    private static final Duration EXPIRES = Duration.ofHours(1);

    private RetryPipe() {
    }

    /** As a command of the server's own. */
    public static void tell(Tx tx, Json json, String commandId, String agentId, String pipeId) {
        PlacementTable.forgive(tx, agentId, pipeId);
        TreeMap<String, Object> args = new TreeMap<>();
        args.put("pipe", pipeId);
        CommandTable.insert(tx, json, new Command(commandId, agentId, "retry-pipe", args, Command.State.WAITING, tx.now(), "server",
                tx.now().plus(EXPIRES), Optional.empty(), Optional.empty(), false));
    }
}
