"""Whether the port is free before the start, and whether okrflow answers after it."""

import errno
import http.client
import socket

from okrflow.launcher.trouble import Trouble


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(1)
        except OSError as error:
            raise _port_trouble(error, host, port) from error


def _port_trouble(error: OSError, host: str, port: int) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return Trouble(
            f"port {port} is taken by another program: choose another one, for example PORT={other} make run"
        )
    if error.errno == errno.EACCES:
        return Trouble(f"port {port} is only for root: choose one above 1023, for example PORT=8000 make run")
    return Trouble(f"cannot listen on {host}, port {port} ({error.strerror}): see OKRFLOW_HOST and PORT")


def answer(host: str, port: int, public_host: str) -> tuple[int, str]:
    """Status and body of `/readyz`; 0 and the reason while nobody listens.

    `public_host` is the name that people use, the only one the application answers to.
    """
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reachable, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": public_host})
        response = connection.getresponse()
        return response.status, response.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()
