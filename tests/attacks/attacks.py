"""What one person's server may try against another's, and against the hub; each attack returns what it got.

Each is a function of where things are, and raises OSError where it is refused. Run as a program, all of them are
tried, and what became of each is written down at home.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import threading
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
SECRET = b"ada's secret"
PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
WAIT_ALL = 0x40000000  # threads and those that are not children, too
PIDFD_OPEN, PIDFD_GETFD = 434, 438


def checked(answer):
    """Return an answer of the kernel's, or raise what it says."""
    if answer is None or answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def has_secret(told):
    """Return what was told if it is the secret."""
    if SECRET not in told:
        raise OSError(f"no secret in {told[:40]!r}")
    return "the secret"


def read(path):
    return has_secret(Path(path).read_bytes())


def environment(at):
    return has_secret(Path(f"/proc/{at['pid']}/environ").read_bytes())


def memory(at):
    with open(f"/proc/{at['pid']}/mem", "rb", buffering=0) as file:
        file.seek(at["address"])
        return has_secret(file.read(len(SECRET)))


def memory_by_call(at):
    class Part(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))

    got = ctypes.create_string_buffer(len(SECRET))
    here, there = Part(ctypes.addressof(got), len(SECRET)), Part(at["address"], len(SECRET))
    checked(libc.process_vm_readv(at["pid"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
    return has_secret(got.raw)


def memory_map(at):
    return "[stack]" in Path(f"/proc/{at['pid']}/maps").read_text() or fail()


def fail():
    raise OSError("nothing there")


def open_file(at):
    return read(f"/proc/{at['pid']}/fd/{at['opened']}")


def open_file_by_call(at):
    process = checked(libc.syscall(PIDFD_OPEN, at["pid"], 0))
    return has_secret(os.pread(checked(libc.syscall(PIDFD_GETFD, process, at["opened"], 0)), 100, 0))


def working_folder(at):
    return "notebook.ipynb" in os.listdir(f"/proc/{at['pid']}/cwd") or fail()


def root_folder(at):
    return read(f"/proc/{at['pid']}/root{at['notebook']}")


def namespace(at):
    with open(f"/proc/{at['pid']}/ns/uts") as file:
        return file.fileno()


def seize(pid):
    """Take hold of a process, and let go again: who is held and gets a signal stands still."""
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    checked(libc.ptrace(PTRACE_SEIZE, pid, None, None))
    checked(libc.ptrace(PTRACE_INTERRUPT, pid, None, None))
    os.waitpid(pid, WAIT_ALL)
    return checked(libc.ptrace(PTRACE_DETACH, pid, None, None))


def trace(at):
    return seize(at["pid"])


def trace_of_hub(at):
    return seize(at["hub"])


def trace_of_parent(at):
    return seize(at["parent"])


def signal_to_server(at):
    return os.kill(at["pid"], signal.SIGUSR1)


def signal_to_hub(at):
    return os.kill(at["hub"], signal.SIGURG)


def signal_to_parent(at):
    return os.kill(at["parent"], signal.SIGURG)


def limits_of_server(at):
    return resource.prlimit(at["pid"], resource.RLIMIT_CORE, (0, 0))


def priority_of_server(at):
    return os.setpriority(os.PRIO_PROCESS, at["pid"], 19)


def home_listed(at):
    return "notebook.ipynb" in os.listdir(at["home"]) or fail()


def home_opened(at):
    return os.chmod(at["home"], 0o700)


def notebook_read(at):
    return read(at["notebook"])


def notebook_written(at):
    with open(at["notebook"], "ab") as file:
        return file.write(b"!")


def notebook_linked(at):
    mine = Path.home() / "linked"
    os.link(at["notebook"], mine)
    return read(mine)


def file_put_into_home(at):
    return Path(at["home"], "planted").write_text("startup")


def kernel_connection_file(at):
    return read(at["connection"])


def passing_file(at):
    return read(at["passing"])


def shared_memory(at):
    return read(at["shared_memory"])


def segment_of_memory(at):
    libc.shmat.restype = ctypes.c_void_p
    place = libc.shmat(checked(libc.shmget(at["segment"], 0, 0)), None, 0)
    return has_secret(ctypes.string_at(checked(place if place != 2**64 - 1 else -1), len(SECRET)))


def terminal(at):
    return os.open(at["terminal"], os.O_RDWR | os.O_NOCTTY)


def ask(address):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        return has_secret(connection.recv(100))


def socket_in_home(at):
    return ask(at["socket"])


def abstract_socket(at):
    return ask(at["abstract"])


def state_listed(at):
    return "secrets" in os.listdir(at["state"]) or fail()


def databases_read(at):
    for name in ("hub.sqlite", "lyceum.sqlite"):
        read(f"{at['state']}/{name}")
    return "both"


def database_written(at):
    with open(f"{at['state']}/hub.sqlite", "ab") as file:
        return file.write(b"!")


def secret_of_hub(at):
    return read(f"{at['state']}/secrets/cookie_secret")


def log_of_server(at):
    return read(at["log"])


def environment_of_hub(at):
    return has_secret(Path(f"/proc/{at['hub']}/environ").read_bytes())


def environment_of_parent(at):
    return Path(f"/proc/{at['parent']}/environ").read_bytes() or fail()


def first_of_memory(pid):
    first = Path(f"/proc/{pid}/maps").read_text().split("-")[0]
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        file.seek(int(first, 16))
        return len(file.read(100))


def memory_of_hub(at):
    return first_of_memory(at["hub"])


def memory_of_parent(at):
    return first_of_memory(at["parent"])


def server_of_parent(at):
    """Have the prefork parent start a server that is not confined."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection, open(os.devnull) as log:
        connection.settimeout(60)
        connection.connect(f"{at['state']}/prefork.sock")
        request = {"program": "true", "arguments": [], "environment": {}, "folder": "/", "account": None}
        socket.send_fds(connection, [json.dumps(request).encode()], [log.fileno()])
        return int(connection.recv(64) or fail())


def paper_of_a_group(at):
    return read(at["paper"])


def file_put_into_a_group(at):
    return Path(at["paper"]).with_name("planted").write_text("paper")


def file_put_into_what_all_share(at):
    return Path(at["shared"], "planted").write_text("data")


def gpu_of_another(at):
    return read(at["gpu"])


def own_gpu(at):
    """Open what was given to the attacker: no attack."""
    with open(at["own_gpu"], "r+b", buffering=0) as device:
        return has_secret(device.read(100))


NOT_ATTACKS = {"checked", "has_secret", "read", "fail", "ask", "seize", "first_of_memory", "own_gpu", "main", "tried"}
ATTACKS = {
    name: function
    for name, function in dict(globals()).items()
    if getattr(function, "__module__", "") == __name__ and name not in NOT_ATTACKS and callable(function)
}


def tried(attack, at):
    """Return what became of an attack: whether it was refused, and how."""
    try:
        return {"refused": False, "how": str(attack(at))}
    except OSError as error:
        return {"refused": True, "how": str(error)}


def main(told):
    """Try everything."""
    at = json.loads(told)
    found = {name: tried(attack, at) for name, attack in (*ATTACKS.items(), ("own_gpu", own_gpu))}
    Path.home().joinpath("found.json").write_text(json.dumps(found))
    listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    threading.Event().wait()
    listener.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
