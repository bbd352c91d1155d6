package io.penstock.tunnel.agent;

import io.penstock.core.health.Health;
import io.penstock.tunnel.link.GatewaySession;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.yamux.api.SessionFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An agent's answers to commands, a map a row. */
final class AgentRows {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TENTHS = 10;

    private AgentRows() {
    }

    /** {@code tunnel.status}: the agent as a whole, its connections, its targets. */
    static List<Map<String, Object>> status(Agent agent) {
        List<Map<String, Object>> rows = new ArrayList<>();
        TunnelState state = agent.state();
        rows.add(row("tunnel", agent.settings().id().orElse(""), state.kind().text(), state.since().toString(), state.reason()));
        Uplink current = agent.uplinks().get(0);
        List<LinkStatus> links = current.status();
        for (int i = 0; i < links.size(); i++) {
            Map<String, Object> row = row("connection " + i, links.get(i).gateway(), word(links.get(i).phase()),
                    links.get(i).since().toString(), links.get(i).reason());
            figures(current, i).ifPresent(figures -> {
                row.put("streams", Math.max(0, figures.openStreams() - 1));
                row.put("rtt-ms", Math.round(figures.lastRttNanos() / NANOS_PER_MILLI * TENTHS) / TENTHS);
            });
            rows.add(row);
        }
        agent.targets().all().forEach(known -> {
            Map<String, Object> row = row("target " + known.health().name(), address(agent, known.health().name()),
                    word(known.health().state()), known.since().toString(), known.health().message());
            row.put("connect-ms", known.health().ms());
            rows.add(row);
        });
        return rows;
    }

    /** {@code tunnel.status} where the settings cannot be used: there is no agent then. */
    static Map<String, Object> unusable(Health problem) {
        return row("tunnel", "", "settings not usable", problem.since().toString(), problem.reason());
    }

    private static String address(Agent agent, String target) {
        return Optional.ofNullable(agent.settings().targets().get(target)).map(options -> options.address()).orElse("");
    }

    private static Map<String, Object> row(String what, String where, String state, String since, String reason) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("where", where);
        row.put("state", state);
        row.put("since", since);
        row.put("streams", "");
        row.put("rtt-ms", "");
        row.put("connect-ms", "");
        row.put("reason", reason);
        return row;
    }

    private static Optional<SessionFigures> figures(Uplink uplink, int connection) {
        return uplink.online().stream().filter(session -> session.connection() == connection && !session.isLeft()).findFirst()
                .flatMap(GatewaySession::figures);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code tunnel.check}: what came of trying a target. */
    static Map<String, Object> check(String target, ProbeResult result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("target", target);
        row.put("allowed", result.code() != OpenCode.DENIED && result.code() != OpenCode.NO_TARGET);
        row.put("rule", result.rule().orElse(""));
        row.put("address", result.address().orElse(""));
        row.put("result", result.code().name().toLowerCase(Locale.ROOT));
        row.put("ms", result.ms());
        row.put("message", result.message());
        return row;
    }
}
