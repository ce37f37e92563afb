"""Loading the demo through the services that people use."""

from okrflow.demo.services.load import load_demo

__all__ = ["load_demo"]
