"""The simulator inside a running program: start it, hand out phones, let them write, read what came back."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any, Iterator, Mapping

import uvicorn

from banpol.clock import Clock
from banpol.simulator.account import Account, Template
from banpol.simulator.app import LOOPBACK, SimulatorState, create_app
from banpol.simulator.messages import PhoneMessage
from banpol.simulator.phones import Phone, transcript
from banpol.simulator.replay import replay

START_SECONDS = 10.0
# What the register tells a reporter whose window has closed; no personal data in it.
STATUS_TEMPLATE = Template(
    "laporan_status",
    "id",
    "Ada kabar tentang laporan {{1}}: {{2}}. Ketuk Lihat untuk membacanya.",
    ("Lihat",),
)


class SimulatorProblem(Exception):
    """The simulator cannot do what was asked; the sentence says why."""


class SimulatedPhone:
    """One phone, for programs."""

    def __init__(self, state: SimulatorState, phone: Phone) -> None:
        self._state, self._phone = state, phone

    @property
    def number(self) -> str:
        return self._phone.number

    @property
    def name(self) -> str:
        return self._phone.name

    @property
    def user_id(self) -> str:
        return self._phone.bsuid

    async def send(self, type: str = "text", content: str = "", **more: Any) -> PhoneMessage:
        """Makes one turn, in the control API's form; does not wait for a 200. Raises TurnRefused."""
        message = self._state.exchange.from_phone(self._phone, {"type": type, "content": content, **more})
        # The courier's task starts before the next line of the caller.
        await asyncio.sleep(0)
        return message

    def change_number(self, number: str = "") -> None:
        """The same person from now on with this number, or an invented one. Raises PhoneRefused."""
        self._state.exchange.change_number(self._phone, number)

    def read(self) -> None:
        self._state.exchange.read_by_citizen(self._phone)

    @property
    def billable(self) -> int:
        """How many messages of the service Meta's bill would count."""
        return self._phone.billable

    def messages(self) -> list[PhoneMessage]:
        """Everything on this phone, oldest first; `as_dict` gives a message's JSON form."""
        return list(self._phone.messages)


class Simulator:
    """Runs on a loopback port in the event loop that starts it; port 0 takes any free one."""

    def __init__(
        self,
        *,
        app_secret: str,
        verify_token: str,
        access_token: str,
        phone_number_id: str,
        clock: Clock,
        webhook_url: str = "",
        display_phone: str = "6281200009999",
        seed: int | str = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        templates: tuple[Template, ...] = (STATUS_TEMPLATE,),
        rates: bool = False,
        others: Mapping[str, str] | None = None,
    ) -> None:
        account = Account(
            app_secret,
            verify_token,
            access_token,
            phone_number_id,
            display_phone,
            templates=templates,
            others=others or {},
        )
        hosts = LOOPBACK if host in LOOPBACK else ("*",)
        self.state = SimulatorState(account, clock, webhook_url, seed, hosts=hosts, rates_on=rates)
        self._host, self._port = host, port
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where Graph API, control API and phone page are; without a closing slash."""
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Listens when it returns. Raises SimulatorProblem when the port is taken."""
        listener = self._listen()
        config = uvicorn.Config(
            create_app(self.state), log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=1
        )
        self._server = _Server(config)
        self._serving = asyncio.get_running_loop().create_task(self._server.serve([listener]))
        for _ in range(int(START_SECONDS / 0.01)):
            if self._server.started or self._serving.done():
                break
            await asyncio.sleep(0.01)
        if not self._server.started:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
            listener.close()
            raise SimulatorProblem("the simulator did not start")

    async def stop(self) -> None:
        """Closes the port and gives up what is undelivered."""
        if self._server and self._serving:
            self.state.events.close()
            self._server.should_exit = True
            await self._serving
        self._server = self._serving = None

    async def __aenter__(self) -> Simulator:
        await self.start()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.stop()

    def phone(self, number: str = "", name: str = "", **facts: bool) -> SimulatedPhone:
        """The phone with this number (any usual way of writing), made if it is new. Raises PhoneRefused."""
        return SimulatedPhone(self.state, self.state.phones.add(number, name, **facts))

    def messages(self) -> list[PhoneMessage]:
        """Everything on all phones, oldest first."""
        return sorted((m for phone in self.state.phones for m in phone.messages), key=lambda m: m.at)

    def transcript(self) -> list[dict[str, Any]]:
        """Every phone with its messages, as JSON can hold it."""
        return transcript(self.state.phones, self.state.clock.now())

    async def replay(self, payload: bytes | dict[str, Any]) -> int:
        """Posts a recorded webhook, signed anew, past all queues; its status, 0 without an answer."""
        courier = self.state.courier
        return (await replay(payload, courier.webhook_url, courier.account.app_secret)).status

    def aim(self, webhook_url: str) -> None:
        """Sends webhooks here from now on."""
        self.state.courier.webhook_url = webhook_url
        self.state.courier.wake()

    async def subscribe(self) -> bool:
        """Asks the webhook as Meta does when its address is entered; whether it gave the right answer."""
        return await self.state.courier.ask(self.state.ids.challenge())

    @property
    def undelivered(self) -> int:
        """How many webhooks have not been answered with 200 yet."""
        return self.state.courier.undelivered

    async def wait_delivered(self, timeout_s: float = 30.0) -> bool:
        """Waits (real seconds) until every webhook was answered with 200; whether that came true."""
        return await self.state.courier.settled(timeout_s)

    def wake(self) -> None:
        """Tells that the clock was moved, so that a retry that is due now goes out at once."""
        self.state.courier.wake()

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self._port))
        except OSError as error:
            listener.close()
            raise SimulatorProblem(f"cannot listen on {self._host}:{self._port}: {error.strerror}") from None
        self._port = listener.getsockname()[1]
        return listener


class _Server(uvicorn.Server):
    """Leaves signals to the program that it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
