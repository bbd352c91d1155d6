package io.penstock.control.client.session;

import io.penstock.control.api.CommandBody;
import io.penstock.control.api.CommandResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.client.apply.LocalPolicy;
import io.penstock.control.client.apply.ManagedPipes;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Carries out what the server commands, each once in the life of the process. The session's thread. */
final class Commands {
    private static final String RESTARTED = "restarted";
    private static final int REMEMBERED = 1000;

    private final AgentFolder folder;
    private final Supplier<LocalPolicy> policy;
    private final ManagedPipes pipes;
    private final Consumer<CommandResult> results;
    private final Consumer<String> diagnostics;
    private final Runnable restart;
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * @param diagnostics collects, sends and tells what came of it, by the command's id; returns at once
     * @param restart ends the process, for whoever watches it to start it again; returns at once
     */
    Commands(AgentFolder folder, Supplier<LocalPolicy> policy, ManagedPipes pipes, Consumer<CommandResult> results,
             Consumer<String> diagnostics, Runnable restart) {
        this.folder = folder;
        this.policy = policy;
        this.pipes = pipes;
        this.results = results;
        this.diagnostics = diagnostics;
        this.restart = restart;
    }

    void take(CommandBody command, Instant serverTime) {
        if (!seen.add(command.id())) {
            return;
        }
        if (serverTime.isAfter(command.expiresAt())) {
            tell(command, CommandStatus.EXPIRED, "it came after " + command.expiresAt());
        } else if (!policy.get().allowsCommand(command.command())) {
            tell(command, CommandStatus.REFUSED, "policy.command: this agent does not let its server command \""
                    + command.command() + "\"");
        } else {
            carryOut(command);
        }
    }

    private void carryOut(CommandBody command) {
        try {
            switch (command.command()) {
                case "retry-pipe" -> {
                    pipes.retry(Optional.ofNullable(command.args().get("pipe")).map(String::valueOf));
                    tell(command, CommandStatus.DONE, "it is tried again");
                }
                case "drain" -> {
                    pipes.drain(true);
                    tell(command, CommandStatus.DONE, "its pipes are drained and held");
                }
                case "resume" -> {
                    pipes.drain(false);
                    tell(command, CommandStatus.DONE, "its pipes go on");
                }
                case "diagnostics" -> diagnostics.accept(command.id());
                case "restart" -> {
                    tell(command, CommandStatus.DONE, "the runtime starts again");
                    restart(command.id());
                }
                default -> tell(command, CommandStatus.REFUSED, "this agent does not know \"" + command.command() + "\"");
            }
        } catch (PenstockException e) {
            tell(command, CommandStatus.FAILED, e.code() + ": " + e.getMessage());
        }
    }

    /** Told once more because the result was lost on the way, it does not start again once more. */
    private void restart(String id) {
        byte[] mark = id.getBytes(StandardCharsets.US_ASCII);
        if (!folder.read(RESTARTED).map(kept -> Arrays.equals(kept, mark)).orElse(false)) {
            folder.write(RESTARTED, mark);
            restart.run();
        }
    }

    private void tell(CommandBody command, CommandStatus status, String message) {
        results.accept(new CommandResult(command.id(), status, Optional.of(message), Optional.empty()));
    }
}
