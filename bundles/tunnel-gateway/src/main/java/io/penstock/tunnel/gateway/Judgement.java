package io.penstock.tunnel.gateway;

import io.penstock.core.text.OneLine;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.time.Duration;

/** What to do with somebody who has proved a key: which guest it is, or why it cannot be one. On the connection's loop. */
final class Judgement {
    private static final Duration SLOW_RETRY = Duration.ofSeconds(60);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(5);

    private final Gateway gateway;
    private final Talk talk;
    private final Message.Hello hello;
    private final String keyId;

    Judgement(Gateway gateway, Talk talk, HandshakeStep.Proven proven) {
        this.gateway = gateway;
        this.talk = talk;
        this.hello = proven.hello();
        this.keyId = proven.key().id();
    }

    void decide() {
        int guests = gateway.agents().all().stream().mapToInt(agent -> agent.links().size()).sum()
                + gateway.users().all().stream().mapToInt(user -> user.links().size()).sum();
        if (guests >= gateway.settings().now().limits().connections()) {
            refuse(RefusalCode.BUSY, "this gateway has as many connections as it may have", BUSY_RETRY);
        } else if (hello.kind() == PeerKind.AGENT) {
            gateway.agents().withId(hello.id()).ifPresentOrElse(this::decide, this::unknown);
        } else {
            gateway.users().withId(hello.id()).ifPresentOrElse(this::decide, this::unknown);
        }
    }

    /** It was removed since it proved its key. */
    private void unknown() {
        refuse(RefusalCode.DISABLED, "not known here any more", SLOW_RETRY);
    }

    private void decide(Agent agent) {
        AgentLink link = new AgentLink(gateway, agent, hello, keyId, talk.address(), talk.session(), talk.control());
        new Admission(gateway, link, refusal -> {
            if (refusal.isPresent()) {
                talk.refuse(refusal.get());
                return;
            }
            talk.welcome(link, hello, agent.name(), agent.settings().maxStreams());
            Gateway.LOG.info("agent {}: connection {} of {} from {}, {}", agent.name(), link.number() + 1, link.connections(),
                    link.address(), OneLine.of(link.software(), '?'));
            gateway.agents().arrived();
        }).decide();
    }

    private void decide(User user) {
        VisitorLink link = new VisitorLink(gateway, user, keyId, talk.address(), talk.session(), talk.control());
        switch (user.join(link)) {
            case YES -> joined(user, link);
            case FULL -> refuse(RefusalCode.BUSY, "you have " + User.MAX_LINKS + " connections, as many as you may", BUSY_RETRY);
            case UNWELCOME -> refuse(RefusalCode.DISABLED, user.settings().disabled() ? "disabled here"
                    : "your key is not known here any more", SLOW_RETRY);
        }
    }

    /** Whoever removes the user from here on finds the connection among the user's. */
    private void joined(User user, VisitorLink link) {
        if (!gateway.users().has(user)) {
            user.leave(link);
            unknown();
            return;
        }
        talk.welcome(link, hello, user.name(), user.settings().maxStreams());
        Gateway.LOG.info("user {}: connected from {}, {}", user.name(), link.address(), OneLine.of(hello.software(), '?'));
    }

    private void refuse(RefusalCode code, String message, Duration retry) {
        talk.refuse(new Message.Refused(code, message, retry.toMillis()));
    }
}
