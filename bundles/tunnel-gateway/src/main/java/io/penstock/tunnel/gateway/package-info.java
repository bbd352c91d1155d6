/** The server's end of the tunnel: agents and visitors come in, streams go through, every one is on record. */
package io.penstock.tunnel.gateway;
