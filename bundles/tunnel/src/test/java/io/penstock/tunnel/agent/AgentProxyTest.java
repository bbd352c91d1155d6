package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentProxyTest {
    @TempDir
    private Path folder;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Map<String, Object> through(String proxy) {
        return Map.of("proxy", proxy, "gateway", "only.the.proxy.knows:" + gateway.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void theProxyLooksTheGatewayUp(String kind) throws Exception {
        try (TestProxy proxy = new TestProxy(Optional.empty());
                RunningAgent agent = RunningAgent.start(gateway, through(kind + "://127.0.0.1:" + proxy.port()))) {
            gateway.next();
            agent.awaitState(Kind.ONLINE);
            assertThat(proxy.asked().take()).isEqualTo("only.the.proxy.knows:" + gateway.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aLoginIsShownToTheProxy(String kind) throws Exception {
        try (TestProxy proxy = new TestProxy(Optional.of("me:p@ss"));
                RunningAgent agent = RunningAgent.start(gateway, through(kind + "://me:p%40ss@127.0.0.1:" + proxy.port()))) {
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aProxyThatRefusesIsTold(String kind) throws Exception {
        try (TestProxy proxy = new TestProxy(Optional.of("me:p@ss"));
                RunningAgent agent = RunningAgent.start(gateway, through(kind + "://me:wrong@127.0.0.1:" + proxy.port()))) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).contains("the proxy 127.0.0.1:" + proxy.port())
                    .doesNotContain("wrong");
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @Test
    void aProxyThatIsNotThereIsTold() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (RunningAgent agent = RunningAgent.start(gateway, through("http://127.0.0.1:" + nobody))) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).contains("127.0.0.1:" + nobody + " refuses connections");
        }
    }
}
