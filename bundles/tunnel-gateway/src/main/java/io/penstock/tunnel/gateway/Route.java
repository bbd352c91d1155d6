package io.penstock.tunnel.gateway;

import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Which connections one stream tries, in which order: agents whose target is well first, among these the connection with the
 * fewest streams, and of equals another one each time. A connection chosen has its place taken, for the agent's limit, until
 * {@link Candidate#release}. One thread at a time.
 */
final class Route {
    /** More would only keep the client waiting. */
    static final int MAX_ATTEMPTS = 4;
    private static final AtomicInteger TURN = new AtomicInteger();

    private final Agents agents;
    private final List<String> names;
    private final String target;
    private final Set<AgentLink> tried = new HashSet<>();
    private final Set<Agent> excluded = new HashSet<>();
    private boolean full;
    private OpenCode lastCode = OpenCode.NO_AGENT;
    private String lastMessage;

    /** @param noneThere what to say when none of the agents is connected */
    Route(Agents agents, List<String> names, String target, String noneThere) {
        this.agents = agents;
        this.names = names;
        this.target = target;
        this.lastMessage = noneThere;
    }

    /** A connection with a place on it. */
    record Candidate(AgentLink link) {
        /** Gives the place back: the stream ended, or never was. Once. */
        void release() {
            link.agent().streams().giveBack();
            link.streamEnded();
        }
    }

    /** The next to try; empty when there is none. */
    Optional<Candidate> next() {
        full = false;
        if (tried.size() >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        List<AgentLink> links = names.stream().map(agents::named).flatMap(Optional::stream)
                .filter(agent -> !agent.settings().disabled() && !excluded.contains(agent))
                .map(Agent::openLinks).flatMap(Collection::stream).filter(link -> !tried.contains(link)).toList();
        return best(links);
    }

    private Optional<Candidate> best(List<AgentLink> links) {
        int turn = TURN.getAndIncrement() & Integer.MAX_VALUE;
        List<Seen> ordered = IntStream.range(0, links.size())
                .mapToObj(i -> seen(links.get((i + turn % links.size()) % links.size()))).sorted(Seen.ORDER).toList();
        for (Seen seen : ordered) {
            AgentLink link = seen.link();
            if (take(link)) {
                tried.add(link);
                return Optional.of(new Candidate(link));
            }
            full = true;
        }
        return Optional.empty();
    }

    private static boolean take(AgentLink link) {
        Agent agent = link.agent();
        if (!agent.streams().take(agent.settings().maxStreams())) {
            return false;
        }
        link.streams().take(Integer.MAX_VALUE);
        if (link.isOpen()) {
            return true;
        }
        new Candidate(link).release();
        return false;
    }

    /** A connection as it was at one moment: what changes while it is sorted cannot be sorted by. */
    private record Seen(AgentLink link, int rank, int streams) {
        static final Comparator<Seen> ORDER = Comparator.comparingInt(Seen::rank).thenComparingInt(Seen::streams);
    }

    private Seen seen(AgentLink link) {
        return new Seen(link, rank(link.agent()), link.streams().used());
    }

    private int rank(Agent agent) {
        TargetHealth health = agent.targets().get(target);
        return health == null ? 1 : switch (health.state()) {
            case OK -> 0;
            case UNKNOWN -> 1;
            case UNREACHABLE -> 2;
        };
    }

    /** One that was tried did not get there; its agent is left out if its answer would be the same on another. */
    void failed(Candidate candidate, OpenCode code, String message) {
        lastCode = code;
        lastMessage = message;
        if (Reasons.sameElsewhere(code)) {
            excluded.add(candidate.link().agent());
        }
    }

    /** What became of the latest try. */
    OpenCode lastCode() {
        return lastCode;
    }

    /** The same, for people. */
    String lastMessage() {
        return lastMessage;
    }

    /** Whether waiting may help: an agent that was there a moment ago comes back, as a rule. */
    boolean mayWait() {
        return !full && (lastCode == OpenCode.NO_AGENT || lastCode == OpenCode.CLOSING);
    }

    /** Whether {@link #next} found connections, but no place on them. */
    boolean isFull() {
        return full;
    }
}
