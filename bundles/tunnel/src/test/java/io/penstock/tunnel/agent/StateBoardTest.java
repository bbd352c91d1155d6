package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.ManualClock;
import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.link.LinkStatus.Phase;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateBoardTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final StateBoard board = new StateBoard(clock);

    private static LinkStatus link(Phase phase, String reason) {
        return new LinkStatus(phase, "gateway:8443", reason, Instant.EPOCH, false);
    }

    private TunnelState of(LinkStatus... links) {
        board.update(List.of(links), List.of(), 0);
        return board.state();
    }

    private static TargetStates.Known target(TargetHealth.State state) {
        return new TargetStates.Known(TargetAddress.parse("db:5432"),
                new TargetHealth("reporting", state, OpenCode.REFUSED, 3, "db:5432 refuses connections"), Instant.EPOCH);
    }

    @Test
    void tellsHowManyConnectionsStandAndWhyTheOthersDoNot() {
        LinkStatus up = link(Phase.ONLINE, "");
        assertThat(of(up, up)).hasToString("online");
        assertThat(of(up, link(Phase.OFFLINE, "it broke"))).hasToString("degraded: 1 of 2 connections: it broke");
        assertThat(of(up, link(Phase.CONNECTING, ""))).hasToString("online: 1 of 2 connections so far");
    }

    @Test
    void whatSomebodyMustDoSomethingAboutSpeaksForAll() {
        LinkStatus offline = link(Phase.OFFLINE, "it broke");
        assertThat(of(offline, link(Phase.DISABLED, "switched off"))).hasToString("disabled: switched off");
        assertThat(of(offline, link(Phase.DUPLICATE_REFUSED, "another"))).hasToString("duplicate refused: another");
        assertThat(of(offline, link(Phase.NEVER_CONNECTED, "no"))).hasToString("offline: it broke");
        assertThat(of(link(Phase.NEVER_CONNECTED, "no"), link(Phase.CONNECTING, ""))).hasToString("never connected: no");
        assertThat(of(link(Phase.CONNECTING, ""))).hasToString("connecting");
    }

    @Test
    void aTargetThatCannotBeReachedDegrades() {
        board.update(List.of(link(Phase.ONLINE, "")), List.of(target(TargetHealth.State.UNREACHABLE)), 0);
        assertThat(board.state()).hasToString("degraded: target reporting: db:5432 refuses connections");
        board.update(List.of(link(Phase.ONLINE, "")), List.of(target(TargetHealth.State.UNKNOWN)), 0);
        assertThat(board.state().kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aChangeOfGatewaysIsNoWorseThanBefore() {
        board.update(List.of(link(Phase.CONNECTING, "")), List.of(), 1);
        assertThat(board.state().kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void formerConnectionsThatStandAreWorthSomething() {
        board.update(List.of(link(Phase.NEVER_CONNECTED, "wrong key")), List.of(), 1);
        assertThat(board.state().toString()).startsWith("degraded: the former connections are in use").endsWith("wrong key");
    }

    @Test
    void anotherReasonIsNoOtherState() {
        of(link(Phase.OFFLINE, "one"));
        Instant since = board.state().since();
        clock.advance(Duration.ofMinutes(1));
        assertThat(of(link(Phase.OFFLINE, "two")).since()).isEqualTo(since);
        assertThat(board.state().reason()).isEqualTo("two");
        assertThat(of(link(Phase.ONLINE, "")).since()).isEqualTo(clock.now());
    }
}
