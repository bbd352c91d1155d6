package io.penstock.bench.control;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** A connection of an agent's: real TLS, to whoever listens on loopback. */
final class FleetPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_BODY = 4 << 20;
    private static final SslContext TLS = tls();

    private final FleetPlan plan;
    private final SimulatedAgent agent;

    FleetPipeline(FleetPlan plan, SimulatedAgent agent) {
        this.plan = plan;
        this.agent = agent;
    }

    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient().sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(TLS.newHandler(channel.alloc(), plan.host(), plan.port()), new HttpClientCodec(),
                new HttpObjectAggregator(MAX_BODY), agent.new Answers());
    }
}
