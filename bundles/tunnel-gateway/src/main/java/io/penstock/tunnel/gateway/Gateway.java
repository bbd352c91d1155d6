package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.AuditLog;
import io.penstock.tunnel.gateway.door.Strangers;
import io.penstock.tunnel.gateway.door.Visits;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.ResumableSessions;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all parts of one running gateway share. Immutable; its parts are thread-safe. */
record Gateway(Clock clock, SecureRandom random, Loops loops, AuditLog audit, GatewayCounters counters, Strangers strangers,
               Visits visits, Agents agents, Users users, Passages passages, LiveSettings settings,
               Deadlines deadlines,
               ResumableSessions sessions) {
    static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel.gateway");
}
