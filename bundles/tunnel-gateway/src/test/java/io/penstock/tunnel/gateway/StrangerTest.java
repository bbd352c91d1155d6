package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.gateway.door.Visits;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.SigningKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has not proved anything yet, and may do little. */
@Timeout(60)
class StrangerTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    @Test
    void closesOnWhoeverSaysNothing() throws Exception {
        try (RunningGateway gateway = one().deadlines(new Deadlines(Duration.ofMillis(300), Duration.ofMillis(300),
                Duration.ofSeconds(1), Duration.ofMillis(100))).start(); Socket silent = new Socket()) {
            silent.connect(gateway.address());
            silent.setSoTimeout(20_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            Dialler mute = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1),
                    new Dialler.Tricks(envelope -> null, leaf -> leaf));
            mute.awaitGone();
            assertThat(gateway.parts().counters().broken.sum()).isEqualTo(2);
            Await.until("they are forgotten", () -> gateway.parts().strangers().count() == 0);
        }
    }

    @Test
    void closesOnWhoeverSendsTooMuchBeforeItIsKnown() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler loud = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1),
                    new Dialler.Tricks(envelope -> null, leaf -> leaf));
            Await.until("it is connected", () -> loud.isReady());
            loud.flood(100_000);
            loud.awaitGone();
            assertThat(gateway.parts().counters().broken.sum()).isEqualTo(1);
        }
    }

    @Test
    void makesAnAddressThatFailsTooOftenWait() throws Exception {
        try (RunningGateway gateway = one().start()) {
            SigningKey wrong = SigningKey.generate(new SecureRandom());
            for (int i = 0; i < Visits.MAX_FAILURES_PER_MINUTE; i++) {
                gateway.dial(Dialler.named(PeerKind.AGENT, "id-a", wrong, "p", 0, 1)).refused();
            }
            try (Socket next = new Socket()) {
                next.connect(gateway.address());
                next.setSoTimeout(20_000);
                assertThat(endOf(next)).isTrue();
            }
            assertThat(gateway.parts().counters().turnedAway.sum()).isPositive();
        }
    }

    @Test
    void letsStrangersWaitOutsideWhileTooManyAreIn() throws Exception {
        try (RunningGateway gateway = one().with("limits", java.util.Map.of("unauthenticated", 2)).start();
             Socket one = new Socket(); Socket two = new Socket()) {
            one.connect(gateway.address());
            two.connect(gateway.address());
            Await.until("both are in", () -> gateway.parts().strangers().count() == 2);
            Dialler agent = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1));
            one.close();
            agent.accepted();
        }
    }

    @Test
    void closesOnWhoeverExceedsItsAddressesShare() throws Exception {
        try (RunningGateway gateway = one().with("limits", java.util.Map.of("unauthenticated-per-address", 1)).start();
             Socket one = new Socket(); Socket two = new Socket()) {
            one.connect(gateway.address());
            Await.until("it is in", () -> gateway.parts().strangers().count() == 1);
            two.connect(gateway.address());
            two.setSoTimeout(20_000);
            assertThat(endOf(two)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return e.getMessage().contains("reset");
        }
    }
}
