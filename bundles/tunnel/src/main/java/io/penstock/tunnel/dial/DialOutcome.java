package io.penstock.tunnel.dial;

import io.netty.channel.Channel;

/** Takes the end of a dialling: one of the two, once, on the loop. */
public interface DialOutcome {
    /** It stands; whoever takes it closes it. */
    void connected(Channel channel);

    /** Nothing stands. */
    void failed(DialFailure failure);
}
