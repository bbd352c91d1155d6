package io.penstock.control.client.apply;

import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.RunningSpec;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.api.PipeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the server's pipes were given to the runtime, and which revision a fingerprint stands for. Thread-safe. */
public final class Placements {
    private static final String PREFIX = "control:";
    private static final int REMEMBERED = 4;

    private final PipeService pipes;
    private final Map<String, Map<String, RunningSpec>> specs = new ConcurrentHashMap<>();
    private final Map<String, String> current = new ConcurrentHashMap<>();

    public Placements(PipeService pipes) {
        this.pipes = pipes;
    }

    static String source(String pipeId) {
        return PREFIX + pipeId;
    }

    /** The pipe's id of a source of ours. */
    public static Optional<String> pipeId(String source) {
        return source.startsWith(PREFIX) ? Optional.of(source.substring(PREFIX.length())) : Optional.empty();
    }

    /** The runtime has taken a pipe. */
    void placed(ManifestPipe pipe, String fingerprint) {
        specs.compute(pipe.pipeId(), (id, before) -> {
            Map<String, RunningSpec> now = new LinkedHashMap<>(before == null ? Map.of() : before);
            now.remove(fingerprint);
            now.put(fingerprint, new RunningSpec(pipe.revision(), pipe.spec()));
            if (now.size() > REMEMBERED) {
                now.remove(now.keySet().iterator().next());
            }
            return now;
        });
        current.put(pipe.pipeId(), pipe.spec());
    }

    void gone(String pipeId) {
        specs.remove(pipeId);
        current.remove(pipeId);
    }

    /** Whether it is this entry that the runtime was last given. */
    boolean has(ManifestPipe pipe) {
        return pipe.spec().equals(current.get(pipe.pipeId()));
    }

    /** What runs of a pipe. */
    public Optional<RunningSpec> running(String pipeId, PipeStatus status) {
        return status.fingerprint().map(specs.getOrDefault(pipeId, Map.of())::get);
    }

    /** The runtime's view of one of the server's pipes. */
    Optional<PipeStatus> status(String pipeId) {
        String source = source(pipeId);
        return pipes.pipes().stream().filter(pipe -> pipe.source().equals(source)).findFirst();
    }

    /** The ids of all the server's pipes that the runtime has. */
    List<String> ids() {
        return pipes.pipes().stream().flatMap(pipe -> pipeId(pipe.source()).stream()).toList();
    }
}
