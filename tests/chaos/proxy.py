"""A proxy in front of each broker that lets all through but knows requests
that end a transaction (EndTxn, API key 26): one of them may be held back, or
its answer, or its connection be cut before or behind it.

A request that is held back is sent on even when its client is gone by then:
so a commit arrives after the death of the daemon that asked for it.
"""

import asyncio
import struct
import threading

from support.ports import free_ports

END_TXN = 26
HEAD = struct.Struct(">ihhi")  # size, API key, version, correlation id
CHUNK = 1 << 16


class Catch:
    """What to do with the next EndTxn; met is set when it came by."""

    def __init__(self, how, late_s):
        self.how, self.late_s = how, late_s
        self.met = threading.Event()


class Connection:
    """One client's, with the broker's end."""

    def __init__(self, proxy, client, broker):
        self.proxy = proxy
        self.client_in, self.client_out = client
        self.broker_in, self.broker_out = broker
        self.late_answers = {}  # correlation id: seconds

    async def run(self):
        ways = [asyncio.create_task(self._requests()),
                asyncio.create_task(self._answers())]
        # Requests on their way are sent when the client is gone; without
        # the broker there is nothing to wait for.
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self.client_out.close()
        self.broker_out.close()

    async def _requests(self):
        while True:
            head = await self.client_in.readexactly(HEAD.size)
            size, key, _version, correlation = HEAD.unpack(head)
            if key == END_TXN:
                rest = await self.client_in.readexactly(size + 4 - HEAD.size)
                if not await self._end_txn(head + rest, correlation):
                    return
                continue
            self.broker_out.write(head)
            await self._copy(self.client_in, self.broker_out,
                             size + 4 - HEAD.size)

    async def _answers(self):
        while True:
            head = await self.broker_in.readexactly(8)
            size, correlation = struct.unpack(">ii", head)
            if correlation in self.late_answers:
                await asyncio.sleep(self.late_answers.pop(correlation))
            self.client_out.write(head)
            await self._copy(self.broker_in, self.client_out, size - 4)

    @staticmethod
    async def _copy(source, target, left):
        while left:
            part = await source.read(min(left, CHUNK))
            if not part:
                raise asyncio.IncompleteReadError(b"", left)
            target.write(part)
            left -= len(part)
        await target.drain()

    async def _end_txn(self, request, correlation):
        """Whether the connection lives on."""
        catch = self.proxy.take()
        if catch is None:
            self.broker_out.write(request)
            return True
        catch.met.set()
        if catch.how == "late":
            await asyncio.sleep(catch.late_s)
        if catch.how == "late answer":
            self.late_answers[correlation] = catch.late_s
        if catch.how != "cut before":
            self.broker_out.write(request)
            await self.broker_out.drain()
        return catch.how.startswith("late")


class Proxy:
    """A part of the lab, in a thread of its own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.wanted = None
        self.lock = threading.Lock()

    def prepare(self, lab):
        """Stand in front of each broker's listener for daemons."""
        self.thread.start()
        for node in lab.cluster.nodes:
            port = free_ports(1)[0]
            host, real = node.daemon_host, node.daemon_port
            node.listen(advertised=f"{host}:{port}")
            asyncio.run_coroutine_threadsafe(
                self._serve(host, port, real), self.loop).result(10)

    def equip(self, worker):
        """Daemons learn of the proxy from the brokers."""

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def _serve(self, host, port, real):
        async def on_client(*client):
            try:
                broker = await asyncio.open_connection(host, real)
            except OSError:
                client[1].close()
                return
            await Connection(self, client, broker).run()
        await asyncio.start_server(on_client, host, port)

    def catch(self, how, late_s):
        """An event that is set when an EndTxn has met with this."""
        with self.lock:
            self.wanted = Catch(how, late_s)
            return self.wanted.met

    def release(self):
        with self.lock:
            self.wanted = None

    def take(self):
        with self.lock:
            wanted, self.wanted = self.wanted, None
            return wanted

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
