package io.penstock.tunnel.wire.api;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** An option with its value. */
record SocketOption<T>(ChannelOption<T> option, T value) {
    void set(AbstractBootstrap<?, ?> bootstrap) {
        bootstrap.option(option, value);
    }

    /** One that this system does not know is left out. */
    void set(Channel channel) {
        channel.config().setOption(option, value);
    }
}
