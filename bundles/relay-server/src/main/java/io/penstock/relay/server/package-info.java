/** The relay's server: takes events from many agents, and acknowledges what its pipe has delivered. */
package io.penstock.relay.server;
