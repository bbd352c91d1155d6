package io.penstock.tunnel.link;

import io.penstock.tunnel.dial.GatewayDialler;
import io.penstock.tunnel.policy.TargetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a link needs. Immutable.
 *
 * @param number of this link among the others: each begins with another gateway
 * @param gateways in the order of trying
 * @param grace how long streams of a connection that is left may go on
 * @param changed told on the loop whenever the status is another
 */
record LinkSetup(int number, List<TargetAddress> gateways, GatewayDialler dialler, SessionSetup session, Duration grace,
        Runnable changed) {
    Surroundings around() {
        return session.around();
    }
}
