package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.FixedResolver;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AgentStreamsTest {
    @TempDir
    private Path folder;
    private TestGateway gateway;
    private EchoTarget target;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder);
        target = new EchoTarget();
    }

    @AfterEach
    void close() throws IOException {
        target.close();
        gateway.close();
    }

    private String address() {
        return "127.0.0.1:" + target.port();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Message.Failed failure(GatewayEnd end, String asked) {
        TestStream stream = end.open(asked, "");
        Message.Failed failed = stream.first(Message.Failed.class);
        stream.awaitFinish();
        stream.finish();
        return failed;
    }

    @Test
    void joinsAStreamWithATargetAndEachWayEndsByItself() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            TestStream stream = end.open(address(), "early ");
            assertThat(stream.first(Message.Connected.class).address()).isEqualTo(address());
            stream.write("and late");
            assertThat(stream.read(14)).isEqualTo("early and late");
            stream.finish();
            assertThat(stream.read(17)).isEqualTo("early and late/14");
            stream.awaitFinish();
            assertThat(target.ending()).isEqualTo("finished");
            Until.holds("the stream is counted", () -> agent.agent().counters().joined() == 0);
            assertThat(agent.agent().counters().bytesToTargets()).isEqualTo(14);
            assertThat(agent.agent().counters().bytesFromTargets()).isEqualTo(17);
        }
    }

    @Test
    void whatEndsBeforeTheTargetIsConnectedStillArrives() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            TestStream stream = gateway.next().open(address(), "all of it");
            stream.finish();
            assertThat(stream.read(11)).isEqualTo("all of it/9");
            stream.awaitFinish();
        }
    }

    @Test
    void aTargetHasItsNameAndMustBeAllowedAllTheSame() throws Exception {
        Map<String, Object> more = Map.of("targets", Map.of("echo", address(), "other", "10.9.9.9:5432"));
        try (RunningAgent agent = RunningAgent.start(gateway, more)) {
            GatewayEnd end = gateway.next();
            assertThat(end.open("echo", "x").first()).isInstanceOf(Message.Connected.class);
            assertThat(failure(end, "other").code()).isEqualTo(OpenCode.DENIED);
            assertThat(failure(end, "nobody").code()).isEqualTo(OpenCode.NO_TARGET);
            assertThat(failure(end, "a b:1").code()).isEqualTo(OpenCode.NO_TARGET);
        }
    }

    @Test
    void saysWhyATargetWasNotReached() throws Exception {
        Map<String, Object> more = Map.of("allow", List.of("127.0.0.1:1-65535", "nobody.invalid:1"));
        try (RunningAgent agent = RunningAgent.start(gateway, more)) {
            GatewayEnd end = gateway.next();
            Message.Failed refused = failure(end, "127.0.0.1:" + freePort());
            assertThat(refused.code()).isEqualTo(OpenCode.REFUSED);
            assertThat(refused.message()).contains("refuses connections");
            assertThat(failure(end, "nobody.invalid:1").code()).isEqualTo(OpenCode.DNS);
            Message.Failed denied = failure(end, "10.0.0.1:22");
            assertThat(denied.code()).isEqualTo(OpenCode.DENIED);
            assertThat(denied.message()).contains("add \"10.0.0.1:22\" to allow");
            assertThat(agent.agent().counters().failures(OpenCode.REFUSED)).isEqualTo(1);
            assertThat(agent.agent().counters().failures(OpenCode.DNS)).isEqualTo(1);
        }
    }

    @Test
    void aNameThatLeadsToThisMachineIsDeniedUnlessTheAddressIsNamed() throws Exception {
        FixedResolver resolver = new FixedResolver().with("db.test", "127.0.0.1");
        String asked = "DB.test.:" + target.port();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("allow", List.of("*.test:1-65535")), resolver)) {
            Message.Failed failed = failure(gateway.next(), asked);
            assertThat(failed.code()).isEqualTo(OpenCode.DENIED);
            assertThat(failed.message()).contains("the agent's own machine");
        }
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), resolver)) {
            assertThat(gateway.next().open(asked, "").first()).isInstanceOf(Message.Connected.class);
        }
    }

    @Test
    void localhostIsANameOfThisMachine() throws Exception {
        FixedResolver resolver = new FixedResolver().with("localhost", "127.0.0.1");
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("allow", List.of("localhost:1-65535")), resolver)) {
            assertThat(gateway.next().open("localhost:" + target.port(), "").first()).isInstanceOf(Message.Connected.class);
        }
    }

    @Test
    void aNameThatChangesItsMindIsJudgedByTheAddressThatIsDialled() throws Exception {
        FixedResolver resolver = new FixedResolver().with("db.test", "127.0.0.1");
        String asked = "db.test:" + target.port();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), resolver)) {
            GatewayEnd end = gateway.next();
            assertThat(end.open(asked, "").first()).isInstanceOf(Message.Connected.class);
            resolver.with("db.test", "10.0.0.1");
            assertThat(failure(end, asked).code()).isEqualTo(OpenCode.DENIED);
            resolver.with("db.test", "10.0.0.1", "127.0.0.1");
            assertThat(end.open(asked, "").first(Message.Connected.class).address()).isEqualTo(address());
        }
    }

    @Test
    void anAddressThatRefusesDoesNotHideOneThatAnswers() throws Exception {
        FixedResolver resolver = new FixedResolver().with("db.test", "127.0.0.2", "::1", "127.0.0.1");
        Map<String, Object> more = Map.of("allow", List.of("127.0.0.0/8:1-65535", "[::1]:1-65535"));
        try (RunningAgent agent = RunningAgent.start(gateway, more, resolver)) {
            TestStream stream = gateway.next().open("db.test:" + target.port(), "");
            assertThat(stream.first(Message.Connected.class).address()).isEqualTo(address());
        }
    }

    @Test
    void aStreamWithoutConnectIsEndedAfterItsDeadline() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd end = gateway.next();
            TestStream stream = end.open();
            Until.holds("the stream came", () -> agent.agent().counters().opened.sum() == 1);
            timers.advance(TargetStream.CONNECT_DEADLINE);
            assertThat(stream.first(Message.Failed.class).code()).isEqualTo(OpenCode.TIMEOUT);
            timers.advance(Duration.ofSeconds(5));
            stream.awaitReset();
        }
    }

    @Test
    void whatIsNoConnectIsRefusedAndTheConnectionGoesOn() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            TestStream wrong = end.open();
            wrong.send(new Message.Leaving());
            assertThat(wrong.first(Message.Failed.class).code()).isEqualTo(OpenCode.INTERNAL);
            TestStream noise = end.open();
            noise.write("GET / HTTP/1.1\r\n\r\n");
            assertThat(noise.first(Message.Failed.class).code()).isEqualTo(OpenCode.INTERNAL);
            TestStream tooLong = end.open();
            tooLong.write("\0\0\u0020\0" + "x".repeat(8192));
            assertThat(tooLong.first(Message.Failed.class).code()).isEqualTo(OpenCode.INTERNAL);
            assertThat(end.open(address(), "").first()).isInstanceOf(Message.Connected.class);
        }
    }

    @Test
    void aBrokenStreamBreaksItsTargetAndNoOther() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            TestStream one = end.open(address(), "one");
            TestStream two = end.open(address(), "two");
            one.read(3);
            two.read(3);
            one.breakOff();
            assertThat(target.ending()).isEqualTo("broken");
            two.write("more");
            assertThat(two.read(7)).isEqualTo("twomore");
        }
    }

    @Test
    void aLostConnectionBreaksItsTargets() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            end.open(address(), "one").read(3);
            end.cut();
            assertThat(target.ending()).isEqualTo("broken");
            GatewayEnd again = gateway.next();
            assertThat(again.open(address(), "two").read(3)).isEqualTo("two");
        }
    }

    @Test
    void manyStreamsAtOnceAreAllJoined() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            List<TestStream> streams = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                streams.add(end.open(address(), "hello"));
            }
            for (TestStream stream : streams) {
                assertThat(stream.read(5)).isEqualTo("hello");
                stream.finish();
            }
            for (TestStream stream : streams) {
                assertThat(stream.read(7)).isEqualTo("hello/5");
                stream.awaitFinish();
            }
            Until.holds("only the control stream is left", () -> end.openStreams() == 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, auto", "jdk, nio"})
    void bulkGoesBothWaysWhole(String provider, String transport) throws Exception {
        Map<String, Object> more = Map.of("tls-provider", provider, "transport", transport);
        try (RunningAgent agent = RunningAgent.start(gateway, more)) {
            TestStream stream = gateway.next().open(address(), "");
            stream.first(Message.Connected.class);
            String block = "0123456789abcdef".repeat(4096);
            for (int i = 0; i < 64; i++) {
                stream.write(block);
            }
            stream.finish();
            int size = block.length() * 64;
            String all = stream.read(size + 1 + Integer.toString(size).length());
            assertThat(all.hashCode()).isEqualTo((block.repeat(64) + "/" + size).hashCode());
        }
    }

    @Test
    void aTargetIsTestedWithReasonAndMilliseconds() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            end.send(new Message.Test(7, address()));
            Message.TestResult ok = end.message(Message.TestResult.class);
            assertThat(ok.re()).isEqualTo(7);
            assertThat(ok.code()).isEqualTo(OpenCode.OK);
            end.send(new Message.Test(8, "10.0.0.1:1"));
            Message.TestResult denied = end.message(Message.TestResult.class);
            assertThat(denied.re()).isEqualTo(8);
            assertThat(denied.code()).isEqualTo(OpenCode.DENIED);
            assertThat(denied.message()).contains("to allow");
        }
    }

    @Test
    void messagesNobodyKnowsChangeNothing() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            end.send(new Message.TestResult(1, OpenCode.OK, 1, ""));
            end.send(new Message.Leaving());
            end.send(new Message.Test(9, address()));
            assertThat(end.message(Message.TestResult.class).re()).isEqualTo(9);
        }
    }
}
