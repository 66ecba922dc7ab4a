"""Addresses of the seats of the board."""

from django.urls import path

from api.v1.views import board_seats

urlpatterns = [
    path("board-seats", board_seats.BoardSeatList.as_view(), name="board-seats"),
    path("board-seats/<slug:slug>", board_seats.BoardSeatDetail.as_view(), name="board-seat"),
]
