# run by gnuplot, this draws pareto.svg
set terminal svg size 860,560 font 'Helvetica,14' background rgb 'white' noenhanced
set output 'pareto.svg'
set title "quickstart: accuracy over mean latency (paper-table3)"
set xlabel "mean latency per input, ms"
set ylabel "accuracy on test, %"
set offsets graph 0.03, graph 0.03, graph 0.05, graph 0.03
set key outside right top
set grid lc rgb '#dddddd'
set border 3
set tics nomirror out

$series0 << EOD
200 84.52
EOD
$series1 << EOD
200 84.52
418.3999999999999 87.6
611 89.68
828.2 91.17
1022.2 91.85
1222 91.96
1427.4 92.05
1617 92.07
1822.6000000000001 92.08
2018.8 92.08
EOD
$series2 << EOD
200 85.52
EOD
$series3 << EOD
200 85.52
414 88.9
609.4 90.78
822.2 91.62
1024.6 91.9
1216 92.02
1418.8 92.05
1613.4 92.07
1823.6 92.09
2012.4 92.08
EOD
$series4 << EOD
200 85.28999999999999
EOD
$series5 << EOD
200 85.28999999999999
409.79999999999995 88.24
616 90.10000000000001
819 91.42
1018.4 91.97999999999999
1220 92.02
1418.8 92.06
1612.1999999999998 92.08
1822.1999999999998 92.09
2014.6 92.08
EOD
$series6 << EOD
200 85.28999999999999
415.20000000000005 88.85
607.5999999999999 90.69
820.4000000000001 91.57
1017.1999999999999 91.94
1213.6 92
1420.6000000000001 92.06
1616.3999999999999 92.09
1824.4 92.09
2015.8000000000002 92.08
EOD
$series7 << EOD
2000 92.08
EOD
$series8 << EOD
200 85.28999999999999
399.99999999999994 85.969
599.9999999999999 86.648
800.0000000000001 87.327
1000 88.006
1200 88.68499999999999
1400 89.364
1600 90.04299999999998
1800 90.722
2000 91.401
EOD
$series9 << EOD
200 85.28999999999999
414.5999999999999 88.77000000000001
607.2 90.68
825.9999999999999 91.56
1018.2 91.97
1212.6 92
1422.6 92.06
1616.6 92.09
1823.6 92.09
2014.4 92.08
EOD
$series10 << EOD
200 85.28999999999999
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
381.99999999999994 94.39
EOD

plot $series0 with points pt 4 ps 1.4 lw 2 lc rgb '#000000' title "on_device_before", \
   $series1 with linespoints pt 5 ps 0.6 lw 2 lc rgb '#56B4E9' title "entropy_before", \
   $series2 with points pt 6 ps 1.4 lw 2 lc rgb '#000000' title "on_device_control", \
   $series3 with linespoints pt 7 ps 0.6 lw 2 lc rgb '#009E73' title "max_prob_control", \
   $series4 with points pt 8 ps 1.4 lw 2 lc rgb '#000000' title "on_device", \
   $series5 with linespoints pt 9 ps 0.6 lw 2 lc rgb '#CC79A7' title "entropy", \
   $series6 with linespoints pt 10 ps 0.6 lw 2 lc rgb '#0072B2' title "max_prob", \
   $series7 with points pt 11 ps 1.4 lw 2 lc rgb '#000000' title "on_cloud", \
   $series8 with linespoints pt 12 ps 0.6 lw 2 lc rgb '#999999' title "random", \
   $series9 with linespoints pt 13 ps 0.6 lw 2 lc rgb '#D55E00' title "router", \
   $series10 with linespoints pt 4 ps 0.6 lw 2 lc rgb '#E69F00' title "oracle"
